package dev.signalbox.dev;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends a process on SIGTERM and SIGINT: closes what runs, and exits with 0 when that went well. What does not close in
/// time is left to the operating system, with exit code 1. A fault ends it too, with the fault's own code.
final class Ending {
    private static final Logger log = LoggerFactory.getLogger(Ending.class);

    /// Exit code of a process that may do better when it is started anew.
    static final int FAILED = 1;

    /// Exit code of a process that must not be started anew: another one does its work.
    static final int REPLACED = 5;

    private static final long LOOK_MILLIS = 250;

    private Ending() {}

    /// Why a process can do no more.
    record Fault(int code, String why) {}

    /// Blocks until a signal or a fault has come, which ends the process.
    ///
    /// @param atSignal runs first, for instance to say what happens
    /// @param atFault instead of it
    static void await(
            Duration patience,
            Runnable atSignal,
            AutoCloseable running,
            Supplier<Optional<Fault>> fault,
            Consumer<Fault> atFault)
            throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(patience, atSignal, running, 0), "ending"));
        Optional<Fault> over = fault.get();
        while (over.isEmpty()) {
            Thread.sleep(LOOK_MILLIS);
            over = fault.get();
        }
        Fault why = over.get();
        end(patience, () -> atFault.accept(why), running, why.code());
    }

    private static void end(Duration patience, Runnable first, AutoCloseable running, int code) {
        first.run();
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
        Runtime.getRuntime().halt(inTime || code != 0 ? code : FAILED);
    }
}
