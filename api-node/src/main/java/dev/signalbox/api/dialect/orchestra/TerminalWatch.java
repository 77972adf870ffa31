package dev.signalbox.api.dialect.orchestra;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.core.feed.OutputFeed;
import dev.signalbox.api.core.feed.OutputStep;
import dev.signalbox.api.http.WsPeer;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.output.OutputRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// One subscription: a session's output, to this observer alone.
final class TerminalWatch {
    /// Characters from which on a message is not made longer. As JSON it stays below a mebibyte, the most that the
    /// `websockets` of Python takes unless told otherwise.
    private static final int LONG = 64 * 1024;

    private static final int SLICE = 16 * 1024;

    private final String session;
    private final OutputFeed feed;
    private final WsPeer peer;
    private final Duration heartbeat;
    private final BiConsumer<String, TerminalWatch> onOver;
    private final Thread pump;
    private final Map<OutputRecord.Stream, TerminalText> texts = new EnumMap<>(OutputRecord.Stream.class);
    private @Nullable Backlog backlog;
    private Instant newest = Instant.EPOCH;
    private volatile boolean closed;

    /// @param backlog collects what is there already, to be shown at once; null: each record is told as it comes
    /// @param waiting what a watcher that comes back had not been shown yet of the records before
    /// @param onOver told when it is over, by itself or not
    TerminalWatch(
            String session,
            OutputFeed feed,
            WsPeer peer,
            Duration heartbeat,
            @Nullable Backlog backlog,
            Map<OutputRecord.Stream, byte[]> waiting,
            BiConsumer<String, TerminalWatch> onOver) {
        this.session = session;
        this.feed = feed;
        this.peer = peer;
        this.heartbeat = heartbeat;
        this.backlog = backlog;
        // It was held back for want of its end, so nothing comes of it yet.
        waiting.forEach((stream, bytes) -> text(stream).add(bytes));
        this.onOver = onOver;
        this.pump = Thread.ofVirtual().name("orchestra-terminal").unstarted(this::run);
    }

    void start() {
        pump.start();
    }

    void close() {
        closed = true;
        feed.close();
        pump.interrupt();
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
        } catch (RuntimeException e) {
            Faults.end(peer, e);
        } finally {
            onOver.accept(session, this);
        }
    }

    private void give(OutputStep step) throws InterruptedException {
        switch (step) {
            case OutputStep.Output(var record, var cursor, var at) -> output(record, cursor, at);
            case OutputStep.Gap(var from, var to, var _, var _, var _) -> {
                // What was begun before has its end in what is missing.
                texts.clear();
                failed(Refusal.of(
                        ErrorCode.CURSOR_EXPIRED, "records " + from + " to " + to + " of its output are no more"));
            }
            case OutputStep.CaughtUp _ -> caughtUp();
            case OutputStep.End(var _, var _, var cursor) -> {
                caughtUp();
                for (TerminalText text : texts.values()) {
                    say(text.end(), newest, cursor);
                }
            }
            case OutputStep.Idle _ -> {}
        }
    }

    private void output(OutputRecord record, Cursor.Session cursor, Instant at) throws InterruptedException {
        Backlog collecting = backlog;
        if (record.kind() == OutputRecord.Kind.ITEM) {
            Item item = item(record);
            String place = Place.of(cursor, texts).encode();
            Optional<Said.ClaudeResponse> response =
                    item == null ? Optional.empty() : Responses.of(session, item, place);
            if (collecting != null) {
                collecting.item(item instanceof Item.ApprovalRequest ? response.orElse(null) : null);
            } else if (response.isPresent()) {
                peer.send(response.get().json());
            }
            return;
        }
        newest = at;
        if (collecting != null) {
            collecting.bytes(record, cursor, at);
        } else {
            say(text(record.stream()).add(record.value()), at, cursor);
        }
    }

    private void caughtUp() throws InterruptedException {
        Backlog collected = backlog;
        if (collected == null) {
            return;
        }
        backlog = null;
        Cursor.Session cursor = collected.cursor();
        if (cursor != null) {
            show(collected.pieces(), cursor);
        }
        Said.ClaudeResponse waiting = collected.waiting();
        if (waiting != null) {
            peer.send(waiting.json());
        }
    }

    /// As one message, where it is not too long for one. Only the last has a cursor: who has not got all of it has
    /// to begin anew.
    private void show(List<Backlog.Piece> pieces, Cursor.Session cursor) throws InterruptedException {
        var shown = new StringBuilder();
        for (Backlog.Piece piece : pieces) {
            for (int at = 0; at < piece.bytes().length; at += SLICE) {
                if (shown.length() >= LONG) {
                    say(shown.toString(), piece.at(), null);
                    shown.setLength(0);
                }
                byte[] slice = Arrays.copyOfRange(piece.bytes(), at, Math.min(at + SLICE, piece.bytes().length));
                shown.append(text(piece.stream()).add(slice));
            }
        }
        say(shown.toString(), newest, cursor);
    }

    private TerminalText text(OutputRecord.Stream stream) {
        return texts.computeIfAbsent(stream, _ -> new TerminalText());
    }

    /// @param at when the newest of its bytes came
    /// @param cursor null: no place to go on from
    private void say(String text, Instant at, Cursor.@Nullable Session cursor) throws InterruptedException {
        if (!text.isEmpty()) {
            String place = cursor == null ? null : Place.of(cursor, texts).encode();
            peer.send(new Said.TerminalOutput(session, text, at.toEpochMilli(), place).json());
        }
    }

    private static @Nullable Item item(OutputRecord record) {
        try {
            return Json.decode(record.value(), Item.class);
        } catch (MalformedException e) {
            // A newer host agent may tell items that this node does not know.
            return null;
        }
    }

    private void failed(Refusal refusal) {
        try {
            peer.send(OrchestraRefusals.said(refusal, session).json());
        } catch (InterruptedException | WsPeer.ClosedException e) {
            // Nobody is there to be told.
        }
    }
}
