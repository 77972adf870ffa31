package dev.signalbox.bench.figure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// What Linux says about a process.
record ProcStatus(long pid) {
    private static final String RESIDENT = "VmRSS:";
    private static final int USER_TIME = 11;

    /// Of a tick of Linux's own clock, which is the same on all its machines.
    private static final int MILLIS_PER_TICK = 10;

    /// Processor time of all its threads so far.
    Duration cpu() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        // The program's name, in parentheses, may hold anything.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]);
        return Duration.ofMillis(ticks * MILLIS_PER_TICK);
    }

    long residentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.startsWith(RESIDENT)) {
                return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new IOException("Linux does not say how much memory the process has");
    }
}
