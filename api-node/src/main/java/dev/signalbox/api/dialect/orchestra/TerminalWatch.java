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
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// One subscription: a session's output, to this observer alone.
final class TerminalWatch {
    private final String session;
    private final OutputFeed feed;
    private final WsPeer peer;
    private final Duration heartbeat;
    private final BiConsumer<String, TerminalWatch> onOver;
    private final Thread pump;
    private final Map<OutputRecord.Stream, TerminalText> texts = new EnumMap<>(OutputRecord.Stream.class);
    private @Nullable Backlog backlog;
    private volatile boolean closed;

    /// @param recent whether what is there already is shown as one message, cut to its newest part
    /// @param onOver told when it is over, by itself or not
    TerminalWatch(
            String session,
            OutputFeed feed,
            WsPeer peer,
            Duration heartbeat,
            boolean recent,
            BiConsumer<String, TerminalWatch> onOver) {
        this.session = session;
        this.feed = feed;
        this.peer = peer;
        this.heartbeat = heartbeat;
        this.backlog = recent ? new Backlog() : null;
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
        } finally {
            onOver.accept(session, this);
        }
    }

    private void give(OutputStep step) throws InterruptedException {
        switch (step) {
            case OutputStep.Output(var record, var cursor) -> output(record, cursor);
            case OutputStep.Gap(var from, var to, var _, var _, var _) ->
                failed(Refusal.of(
                        ErrorCode.CURSOR_EXPIRED, "records " + from + " to " + to + " of its output are no more"));
            case OutputStep.CaughtUp _ -> caughtUp();
            case OutputStep.End(var _, var _, var cursor) -> {
                caughtUp();
                for (TerminalText text : texts.values()) {
                    say(text.end(), cursor);
                }
            }
            case OutputStep.Idle _ -> {}
        }
    }

    private void output(OutputRecord record, Cursor.Session cursor) throws InterruptedException {
        Backlog collecting = backlog;
        if (record.kind() == OutputRecord.Kind.ITEM) {
            Optional<Said.ClaudeResponse> response = item(record).flatMap(i -> Responses.of(session, i, cursor));
            if (collecting != null) {
                collecting.item(response.orElse(null), record);
            } else if (response.isPresent()) {
                peer.send(response.get().json());
            }
        } else if (collecting != null) {
            collecting.bytes(record, cursor);
        } else {
            say(text(record.stream()).add(record.value()), cursor);
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
            StringBuilder all = new StringBuilder();
            collected.pieces().forEach(piece -> all.append(text(piece.stream()).add(piece.bytes())));
            say(all.toString(), cursor);
        }
        Said.ClaudeResponse waiting = collected.waiting();
        if (waiting != null) {
            peer.send(waiting.json());
        }
    }

    private TerminalText text(OutputRecord.Stream stream) {
        return texts.computeIfAbsent(stream, _ -> new TerminalText());
    }

    private void say(String text, Cursor.Session cursor) throws InterruptedException {
        if (!text.isEmpty()) {
            peer.send(new Said.TerminalOutput(session, text, System.currentTimeMillis(), cursor.encode()).json());
        }
    }

    private static Optional<Item> item(OutputRecord record) {
        try {
            return Optional.of(Json.decode(record.value(), Item.class));
        } catch (MalformedException e) {
            // A newer host agent may tell items that this node does not know.
            return Optional.empty();
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
