package dev.signalbox.host.session;

import dev.signalbox.host.driver.Strays;
import dev.signalbox.host.process.ProcessIdentity;
import dev.signalbox.host.refusal.Refusal;
import dev.signalbox.host.session.HostSessions.Parts;
import dev.signalbox.host.shipping.SessionOutput;
import dev.signalbox.host.shipping.Shipped;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.state.ProcessRef;
import dev.signalbox.schemas.state.SessionEnd;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The ends of sessions that have no process to wait for: it never was, or nothing is left to find it by. The futures
/// complete when the log has everything.
final class Absence {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Parts parts;
    private final NoteKeeper note;

    Absence(Parts parts, NoteKeeper note) {
        this.parts = parts;
        this.note = note;
    }

    CompletableFuture<Void> neverStarted(Refusal why) {
        SessionEnd end =
                new SessionEnd(Instant.now(), true, null, null, why.code(), why.message(), 0, 0, null, null, List.of());
        note.change(n -> n.over(end));
        return tellAgain(end);
    }

    /// Of one that is known never to have started.
    CompletableFuture<Void> tellAgain(SessionEnd end) {
        return Retelling.end(note.now(), end, parts.reporter());
    }

    /// No process was found: there was none, or the folder is gone that knew of it.
    ///
    /// @param before what happened before it was looked for
    CompletableFuture<Void> notFound(String before, String reason) throws IOException, InterruptedException {
        SessionNote now = note.now();
        ProcessRef process = now.process();
        return process == null
                ? neverStarted(new Refusal(ErrorCode.LAUNCH_FAILED, before + "; " + reason))
                : vanished(now.end(), process);
    }

    /// Its folder is gone, and with it whatever of its output the log has not got. That proves nothing of its
    /// processes, which are ended: nobody could tell how they end by themselves.
    private CompletableFuture<Void> vanished(@Nullable SessionEnd known, ProcessRef process)
            throws IOException, InterruptedException {
        String id = note.now().sessionId();
        Shipped shipped = parts.output().shipped(id);
        SessionEnd end = known;
        if (end == null) {
            List<Long> left =
                    Strays.stop(id, new ProcessIdentity(process.pid(), process.startTicks(), process.bootId()), GRACE);
            end = new SessionEnd(
                    Instant.now(),
                    left.isEmpty(),
                    null,
                    null,
                    null,
                    "its folder is gone from the host",
                    shipped.outByte(),
                    shipped.errByte(),
                    null,
                    null,
                    left);
        }
        SessionEnd noted = end;
        SessionNote now = note.change(n -> n.over(noted));
        CompletableFuture<Void> closed = new SessionOutput(parts.output(), id, parts.reporter()).end(shipped.outByte());
        return Retelling.end(now, end, parts.reporter()).thenCompose(_ -> closed);
    }
}
