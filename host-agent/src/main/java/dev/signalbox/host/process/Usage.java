package dev.signalbox.host.process;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a tree of processes uses.
///
/// @param members those that run now
/// @param at when they were seen, as [System#nanoTime] tells
public record Usage(List<ProcStat> members, long at) {
    /// Pages of /proc/pid/stat and ticks per second (USER_HZ). The tick is 100 on every architecture that Java
    /// runs on; the page differs, and Java does not tell it without native access, so it is asked for once.
    private static final long PAGE = PageSize.bytes();

    private static final long MILLIS_PER_TICK = 10;

    public Usage {
        members = List.copyOf(members);
    }

    private record Life(long pid, long startTicks) {}

    public int processes() {
        return members.size();
    }

    /// Memory, shared pages counted for each process.
    public long residentBytes() {
        return members.stream().mapToLong(ProcStat::residentPages).sum() * PAGE;
    }

    /// Share of one processor that they took since an earlier look, in percent; of several busy ones more than
    /// 100. What a process took that has ended since is not counted; one that has begun since counts whole.
    public double cpuPercentSince(Usage earlier) {
        Map<Life, Long> before = new HashMap<>();
        earlier.members.forEach(stat -> before.put(new Life(stat.pid(), stat.startTicks()), stat.cpuTicks()));
        long ticks = 0;
        for (ProcStat stat : members) {
            long then = before.getOrDefault(new Life(stat.pid(), stat.startTicks()), 0L);
            ticks += Math.max(0, stat.cpuTicks() - then);
        }
        double millis = Math.max(1, Duration.ofNanos(at - earlier.at).toMillis());
        return Math.round(1000.0 * ticks * MILLIS_PER_TICK / millis) / 10.0;
    }
}
