package dev.signalbox.cli.console;

import java.io.PrintStream;

/// Standard error: progress, warnings and hints. Standard output belongs to data.
public final class Notices {
    private final PrintStream err;
    private final boolean quiet;
    private final boolean hints;

    /// @param hints whether somebody looks who may want to know the next command
    public Notices(PrintStream err, boolean quiet, boolean hints) {
        this.err = err;
        this.quiet = quiet;
        this.hints = hints && !quiet;
    }

    /// How it goes.
    public void say(String line) {
        if (!quiet) {
            err.println(line);
        }
    }

    /// What must not be missed.
    public void warn(String line) {
        err.println("signalbox: " + line);
    }

    /// What could be done next.
    public void hint(String line) {
        if (hints) {
            err.println(line);
        }
    }

    /// What a session wrote to its standard error.
    public void pass(byte[] bytes) {
        err.write(bytes, 0, bytes.length);
    }
}
