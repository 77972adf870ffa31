package dev.signalbox.host.process;

import java.util.Optional;

/// One line of /proc/pid/stat, as far as it is needed.
///
/// @param state the kernel's letter; Z and X are dead
/// @param group id of the process group
/// @param session id of the session, which is the pid of its leader
/// @param cpuTicks time spent in user and kernel mode
/// @param startTicks clock ticks from boot to the start of the process
/// @param residentPages memory in pages
public record ProcStat(
        long pid,
        char state,
        long parent,
        long group,
        long session,
        long cpuTicks,
        long startTicks,
        long residentPages) {

    private static final int STATE = 0;
    private static final int PARENT = 1;
    private static final int GROUP = 2;
    private static final int SESSION = 3;
    private static final int USER_TICKS = 11;
    private static final int KERNEL_TICKS = 12;
    private static final int START = 19;
    private static final int RESIDENT = 21;

    /// A zombie answers to signals and keeps its pid, yet nothing runs.
    public boolean alive() {
        return state != 'Z' && state != 'X' && state != 'x';
    }

    /// Reads the line; empty when it is cut short. The name of the program stands in parentheses and may itself
    /// contain blanks and parentheses, so fields are counted from the last one.
    static Optional<ProcStat> parse(String line) {
        int open = line.indexOf('(');
        int close = line.lastIndexOf(')');
        if (open < 1 || close < open || close + 2 > line.length()) {
            return Optional.empty();
        }
        String[] fields = line.substring(close + 1).trim().split(" ");
        if (fields.length <= RESIDENT) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ProcStat(
                    Long.parseLong(line.substring(0, open).trim()),
                    fields[STATE].charAt(0),
                    Long.parseLong(fields[PARENT]),
                    Long.parseLong(fields[GROUP]),
                    Long.parseLong(fields[SESSION]),
                    Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[KERNEL_TICKS]),
                    Long.parseLong(fields[START]),
                    Long.parseLong(fields[RESIDENT])));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
