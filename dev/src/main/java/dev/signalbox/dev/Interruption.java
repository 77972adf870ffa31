package dev.signalbox.dev;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Turns SIGINT and SIGTERM into an interruption of the thread that opened it, which then has the time to clean up
/// until it closes this; then the process ends with the exit code of an interrupted one.
final class Interruption implements AutoCloseable {
    /// As a shell tells the end by SIGINT.
    static final int EXIT_CODE = 130;

    private final Duration patience;
    private final Thread interrupted = Thread.currentThread();
    private final Thread hook = new Thread(this::interrupt, "interruption");
    private final CountDownLatch cleanedUp = new CountDownLatch(1);
    private volatile boolean came;

    private Interruption(Duration patience) {
        this.patience = patience;
    }

    static Interruption ofThisThread(Duration patience) {
        var interruption = new Interruption(patience);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /// Whether a signal has come.
    boolean came() {
        return came;
    }

    private void interrupt() {
        came = true;
        interrupted.interrupt();
        try {
            boolean inTime = cleanedUp.await(patience.toMillis(), TimeUnit.MILLISECONDS);
            Runtime.getRuntime().halt(inTime ? EXIT_CODE : EXIT_CODE + 1);
        } catch (InterruptedException _) {
            Runtime.getRuntime().halt(EXIT_CODE + 1);
        }
    }

    @Override
    public void close() {
        if (!came) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException _) {
                // A signal has come just now; nothing is left to be cleaned up.
            }
        }
        cleanedUp.countDown();
    }
}
