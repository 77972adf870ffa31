package dev.signalbox.e2e.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Whether processes run.
public final class Running {
    private Running() {}

    /// A zombie that nobody has waited for yet does not run.
    public static boolean is(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException _) {
            return false;
        }
    }
}
