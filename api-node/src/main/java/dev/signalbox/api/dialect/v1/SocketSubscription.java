package dev.signalbox.api.dialect.v1;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.core.feed.OutputFeed;
import dev.signalbox.api.core.feed.OutputStep;
import dev.signalbox.api.http.WsPeer;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.output.OutputRecord.Kind;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// One session's output over a WebSocket: binary frames, no more of them on the way than the client has
/// acknowledged.
final class SocketSubscription {
    /// What may be on the way without acknowledgement.
    static final long WINDOW = 512 * 1024;

    private static final int HEADER = 24;
    private static final byte VERSION = 1;
    private static final long CURSOR_EVERY = 256 * 1024;

    private final int index;
    private final OutputFeed feed;
    private final WsPeer peer;
    private final Duration heartbeat;
    private final @Nullable Stream stream;
    private final boolean items;
    private final IntConsumer onOver;
    private final Thread pump;
    private volatile boolean closed;
    private long sent;
    private long acknowledged;
    private long cursorAt;

    /// @param stream null: both
    /// @param onOver told when the stream has ended by itself
    SocketSubscription(
            int index,
            OutputFeed feed,
            WsPeer peer,
            Duration heartbeat,
            @Nullable Stream stream,
            boolean items,
            IntConsumer onOver) {
        this.index = index;
        this.feed = feed;
        this.peer = peer;
        this.heartbeat = heartbeat;
        this.stream = stream;
        this.items = items;
        this.onOver = onOver;
        this.pump = Thread.ofVirtual().name("ws-pump").unstarted(this::run);
    }

    int index() {
        return index;
    }

    void start() {
        pump.start();
    }

    void close() {
        closed = true;
        feed.close();
        pump.interrupt();
    }

    /// @param bytes received in all; more than were sent is taken for all of them
    synchronized void acknowledged(long bytes) {
        acknowledged = Math.max(acknowledged, Math.min(bytes, sent));
        notifyAll();
    }

    private void run() {
        try (feed) {
            boolean over = false;
            while (!closed && !over) {
                OutputStep step = feed.next(heartbeat);
                over = step instanceof OutputStep.End;
                give(step);
            }
        } catch (InterruptedException | WsPeer.ClosedException e) {
            // Closed.
        } catch (RefusedException e) {
            failed(e.refusal());
        } finally {
            onOver.accept(index);
        }
    }

    private void failed(Refusal refusal) {
        try {
            peer.send(error(null, index, refusal));
        } catch (InterruptedException | WsPeer.ClosedException e) {
            // Nobody is there to be told.
        }
    }

    private void give(OutputStep step) throws InterruptedException {
        switch (step) {
            case OutputStep.Output(var record, var cursor, _) -> output(record, cursor);
            case OutputStep.Gap gap -> say("gap", OutputEvents.gap(gap), null);
            case OutputStep.CaughtUp(var seq, var cursor) -> say("caught_up", Map.of("seq", seq), cursor);
            case OutputStep.End(var session, var complete, var cursor) ->
                say("end", OutputEvents.end(session, complete), cursor);
            case OutputStep.Idle _ -> {}
        }
    }

    private void output(OutputRecord record, Cursor.Session cursor) throws InterruptedException {
        boolean item = record.kind() == Kind.ITEM;
        if ((stream != null && stream != record.stream()) || (item && !items)) {
            return;
        }
        awaitRoom();
        byte[] payload = record.value();
        ByteBuffer head = ByteBuffer.allocate(HEADER)
                .put(VERSION)
                .put(kind(record.kind()))
                .put((byte) (record.stream() == Stream.OUT ? 0 : 1))
                .put((byte) 0)
                .putInt(index)
                .putLong(record.seq())
                .putLong(record.streamByte());
        peer.send(head.array(), payload);
        long all = count(payload.length);
        if (all - cursorAt >= CURSOR_EVERY) {
            cursorAt = all;
            say("cursor", Map.of("seq", record.seq()), cursor);
        }
    }

    private static byte kind(Kind kind) {
        return switch (kind) {
            case BYTES, END, FENCE -> 0;
            case ITEM -> 1;
            case KEYFRAME -> 2;
        };
    }

    private synchronized long count(int bytes) {
        sent += bytes;
        return sent;
    }

    private synchronized void awaitRoom() throws InterruptedException {
        while (sent - acknowledged >= WINDOW && !closed) {
            wait();
        }
    }

    private void say(String op, Map<String, Object> members, Cursor.@Nullable Session cursor)
            throws InterruptedException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("op", op);
        json.put("index", index);
        json.putAll(members);
        if (cursor != null) {
            json.put("cursor", cursor.encode());
        }
        peer.send(new String(Json.encode(json), StandardCharsets.UTF_8));
    }

    static String error(@Nullable String re, @Nullable Integer index, Refusal refusal) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("op", "error");
        if (re != null) {
            json.put("re", re);
        }
        if (index != null) {
            json.put("index", index);
        }
        json.put("code", refusal.code());
        json.put("message", refusal.message());
        if (refusal.field() != null) {
            json.put("field", refusal.field());
        }
        if (refusal.hint() != null) {
            json.put("hint", refusal.hint());
        }
        json.put("retryable", V1Refusals.retryable(refusal.code()));
        json.putAll(refusal.more());
        return new String(Json.encode(json), StandardCharsets.UTF_8);
    }
}
