package dev.signalbox.host.shipping;

import dev.signalbox.host.reporting.Reporter;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.output.OutputRecord.Kind;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import dev.signalbox.schemas.report.Report;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/// One session's way into the log. Its records get their sequence here; at most [#IN_FLIGHT] bytes are under way,
/// so that a flooding session leaves room for others.
public final class SessionOutput {
    private static final int IN_FLIGHT = 4 * 1024 * 1024;

    private final OutputLog log;
    private final String sessionId;
    private final Reporter reporter;
    private final Semaphore room = new Semaphore(IN_FLIGHT);
    private final IndexPoints points = new IndexPoints();
    private final AtomicLong ackedOut;
    private final AtomicLong ackedErr;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> refused = new CompletableFuture<>();
    private long seq;

    public SessionOutput(OutputLog log, String sessionId, Reporter reporter) {
        this.log = log;
        this.sessionId = sessionId;
        this.reporter = reporter;
        Shipped before = log.shipped(sessionId);
        this.seq = before.seq();
        this.ackedOut = new AtomicLong(before.outByte());
        this.ackedErr = new AtomicLong(before.errByte());
    }

    /// Bytes of all streams that the log has acknowledged.
    public long acked() {
        return ackedOut.get() + ackedErr.get();
    }

    public void bytes(Stream stream, long offset, byte[] bytes) throws InterruptedException {
        append(Kind.BYTES, stream, offset, bytes);
    }

    /// @param endByte end of the source line
    public void item(Item item, long endByte) throws InterruptedException {
        append(Kind.ITEM, Stream.OUT, endByte, Json.encode(item));
    }

    /// @param nextByte of the main stream, behind what the keyframe shows
    public void keyframe(byte[] screen, long nextByte) throws InterruptedException {
        append(Kind.KEYFRAME, Stream.OUT, nextByte, screen);
    }

    /// Closes the stream: nothing follows. The future completes when the log has everything.
    public CompletableFuture<Void> end(long outBytes) throws InterruptedException {
        if (!log.shipped(sessionId).ended()) {
            append(Kind.END, Stream.OUT, outBytes, new byte[0]);
        } else {
            ended.complete(null);
        }
        return ended;
    }

    /// Tells the newest index point again.
    public void retell() {
        points.newest().ifPresent(point -> reporter.tell(new Report.OutputIndexed(sessionId, List.of(point))));
    }

    private void append(Kind kind, Stream stream, long at, byte[] value) throws InterruptedException {
        int weight = Math.min(IN_FLIGHT, value.length + 256);
        room.acquire(weight);
        synchronized (this) {
            if (refused.isDone()) {
                room.release(weight);
                throw new IllegalStateException("the log refused what comes before");
            }
            seq++;
            log.append(new OutputRecord(sessionId, seq, kind, stream, at, log.incarnation(), value), new Fate(weight));
        }
    }

    /// Fails when the log refused a record: nothing can be appended behind the hole.
    public CompletableFuture<Void> refused() {
        return refused;
    }

    /// Appends nothing more, and waits until it is known what became of everything that is under way.
    public void settle() throws InterruptedException {
        synchronized (this) {
            refused.completeExceptionally(new IllegalStateException("another one goes on"));
        }
        room.acquire(IN_FLIGHT);
        room.release(IN_FLIGHT);
    }

    /// What becomes of one record.
    private final class Fate implements OutputLog.Appended {
        private final int weight;

        private Fate(int weight) {
            this.weight = weight;
        }

        @Override
        public void at(OutputRecord record, long offset) {
            room.release(weight);
            if (record.kind() == Kind.BYTES) {
                (record.stream() == Stream.OUT ? ackedOut : ackedErr).set(record.endByte());
            }
            if (record.kind() == Kind.END) {
                ended.complete(null);
            }
            points.acknowledged(record, offset, Instant.now())
                    .ifPresent(point -> reporter.tell(new Report.OutputIndexed(sessionId, List.of(point))));
        }

        /// A keyframe only saves time.
        @Override
        public void refused(OutputRecord record, Exception why) {
            if (record.kind() != Kind.KEYFRAME) {
                refused.completeExceptionally(why);
            }
            room.release(weight);
        }
    }
}
