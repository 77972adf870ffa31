package dev.signalbox.dev;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends a process on SIGTERM and SIGINT: closes what runs, and exits with 0 when that went well. What does not close in
/// time is left to the operating system, with exit code 1.
final class Ending {
    private static final Logger log = LoggerFactory.getLogger(Ending.class);

    private Ending() {}

    /// Blocks until a signal has come, which ends the process.
    ///
    /// @param atSignal runs first, for instance to say what happens
    static void await(Duration patience, Runnable atSignal, AutoCloseable running) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(patience, atSignal, running), "ending"));
        new CountDownLatch(1).await();
    }

    private static void end(Duration patience, Runnable atSignal, AutoCloseable running) {
        atSignal.run();
        var closed = new CountDownLatch(1);
        Thread.ofPlatform().daemon().name("closing").start(() -> {
            try {
                running.close();
                closed.countDown();
            } catch (Exception e) {
                log.atError().setCause(e).log("did not close");
            }
        });
        boolean inTime;
        try {
            inTime = closed.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            inTime = false;
        }
        // The JVM would report the signal instead: a supervisor takes that for a failure.
        Runtime.getRuntime().halt(inTime ? 0 : 1);
    }
}
