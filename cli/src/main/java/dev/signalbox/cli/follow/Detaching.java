package dev.signalbox.cli.follow;

import dev.signalbox.cli.console.Notices;

/// While it is open, Ctrl-C says that what is being watched goes on. The JVM then ends with 130 by itself.
public final class Detaching implements AutoCloseable {
    private final Thread hook;

    public Detaching(Notices notices, String what, String again) {
        hook = new Thread(() -> {
            notices.say("");
            notices.say("Detached: " + what + " goes on. Again: " + again);
        });
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The JVM is ending, and the hook is telling it.
        }
    }
}
