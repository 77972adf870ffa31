package dev.signalbox.dev.demo;

import java.io.PrintStream;

/// Where the demo tells what happens; lines of many threads, whole lines each.
public final class Screen {
    private final PrintStream out;

    public Screen(PrintStream out) {
        this.out = out;
    }

    public synchronized void say(String line) {
        out.println(line);
        out.flush();
    }

    /// A line that a task put out. What a terminal would obey is made visible instead.
    void output(String task, String line) {
        var clean = new StringBuilder(line.length());
        line.codePoints()
                .map(c -> Character.isISOControl(c) && c != '\t' ? '\uFFFD' : c)
                .forEach(clean::appendCodePoint);
        say("  [%-7s] %s".formatted(task, clean));
    }
}
