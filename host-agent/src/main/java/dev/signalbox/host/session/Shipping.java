package dev.signalbox.host.session;

import dev.signalbox.host.reporting.Reporter;
import dev.signalbox.host.shipping.OutputLog;
import dev.signalbox.host.shipping.SessionOutput;
import dev.signalbox.host.shipping.Shipped;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// Ships a session's output until all of it is in the log. When the log refuses a record, or the disk does not give
/// one, it begins again from what the log has, as the next host agent would.
final class Shipping {
    private final String sessionId;
    private final OutputLog log;
    private final Reporter reporter;
    private final Pumps pumps;
    private final CompletableFuture<Void> read = new CompletableFuture<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile SessionOutput output;
    private volatile @Nullable OutputPump pump;
    private volatile @Nullable Thread thread;
    private volatile boolean processEnded;

    /// Makes the pump of one attempt.
    @FunctionalInterface
    interface Pumps {
        /// @param before what the log has
        OutputPump pump(SessionOutput output, Shipped before) throws IOException;
    }

    Shipping(String sessionId, OutputLog log, Reporter reporter, Pumps pumps) {
        this.sessionId = sessionId;
        this.log = log;
        this.reporter = reporter;
        this.pumps = pumps;
        this.output = new SessionOutput(log, sessionId, reporter);
    }

    /// @param ownErr whether standard error is kept apart
    void start(boolean ownErr) {
        thread = Thread.ofVirtual().name("ship-" + sessionId).start(() -> {
            try {
                Patience.until(sessionId, "shipping the output", () -> ship(ownErr));
                done.complete(null);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                read.cancel(false);
                done.cancel(false);
            }
        });
    }

    private void ship(boolean ownErr) throws IOException, InterruptedException, ExecutionException {
        SessionOutput now = new SessionOutput(log, sessionId, reporter);
        OutputPump attempt = pumps.pump(now, log.shipped(sessionId));
        output = now;
        pump = attempt;
        if (processEnded) {
            attempt.processEnded();
        }
        try {
            attempt.start(ownErr);
            either(attempt.outDone(), now.refused());
            read.complete(null);
            either(attempt.errDone(), now.refused());
            either(now.end(attempt.outShipped()), now.refused());
        } finally {
            if (processEnded) {
                // What could not be read does not hold back the session's end.
                read.complete(null);
            }
            attempt.abandon();
            now.settle();
        }
    }

    private static void either(CompletableFuture<Void> done, CompletableFuture<Void> refused)
            throws InterruptedException, ExecutionException {
        try {
            CompletableFuture.anyOf(done, refused).get();
        } catch (CancellationException _) {
            throw new InterruptedException("left to a later host agent");
        }
    }

    /// The process has ended: what is in the spool now is all.
    void processEnded() {
        processEnded = true;
        OutputPump now = pump;
        if (now != null) {
            now.processEnded();
        }
    }

    /// Once everything of the main stream was read and parsed, or the process has ended and that cannot be.
    CompletableFuture<Void> read() {
        return read;
    }

    /// Once the log has everything, and the end of it.
    CompletableFuture<Void> done() {
        return done;
    }

    /// Bytes of all streams that the log has.
    long acked() {
        return output.acked();
    }

    /// Tells the newest index point again.
    void retell() {
        output.retell();
    }

    /// Leaves the rest to a later host agent.
    void abandon() {
        Thread shipping = thread;
        if (shipping != null) {
            shipping.interrupt();
        }
    }
}
