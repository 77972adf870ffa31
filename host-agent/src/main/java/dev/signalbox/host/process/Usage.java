package dev.signalbox.host.process;

import java.time.Duration;
import java.util.List;

/// What a tree of processes uses.
///
/// @param residentBytes memory, shared pages counted for each process
/// @param cpu time that the processes running now have spent
public record Usage(int processes, long residentBytes, Duration cpu) {
    /// Pages of /proc/pid/stat and ticks per second (USER_HZ). The tick is 100 on every architecture that Java
    /// runs on; the page differs, and Java does not tell it without native access, so it is asked for once.
    private static final long PAGE = PageSize.bytes();

    private static final long MILLIS_PER_TICK = 10;

    static Usage of(List<ProcStat> processes) {
        return new Usage(
                processes.size(),
                processes.stream().mapToLong(ProcStat::residentPages).sum() * PAGE,
                Duration.ofMillis(
                        processes.stream().mapToLong(ProcStat::cpuTicks).sum() * MILLIS_PER_TICK));
    }
}
