package dev.signalbox.cli.attach;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.cli.api.Api;
import dev.signalbox.cli.api.Members;
import dev.signalbox.cli.attach.Incoming.Closed;
import dev.signalbox.cli.attach.Incoming.Detached;
import dev.signalbox.cli.attach.Incoming.Output;
import dev.signalbox.cli.attach.Incoming.Said;
import dev.signalbox.cli.console.CliException;
import dev.signalbox.cli.console.ExitCode;
import dev.signalbox.cli.follow.SessionEnd;
import dev.signalbox.schemas.spec.TerminalSize;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A person at a session's terminal: what the session shows goes to the screen, keys go to the session. When a
/// connection is lost, another server goes on behind the last record; keys that were on their way are not repeated.
public final class Attachment {
    private static final byte DETACH = 0x1c;
    private static final long NOTHING = -1;
    private static final int ACK_EVERY = 64 * 1024;
    private static final Duration SILENCE = Duration.ofSeconds(15);
    private static final Duration GIVE_UP = Duration.ofSeconds(60);

    /// A connection that was shorter is no success.
    private static final Duration STEADY = Duration.ofSeconds(1);

    private static final Duration PAUSE = Duration.ofMillis(300);

    private final Api api;
    private final String session;
    private final Screen screen;
    private final boolean readOnly;
    private final Duration silence;

    /// A new one for each connection, so that what an old one still says is not taken for the new one's.
    private volatile BlockingQueue<Incoming> queue = new LinkedBlockingQueue<>();
    private volatile boolean detached;
    private volatile @Nullable Line line;
    private volatile boolean takeover;
    private long lastSeq = NOTHING;
    private long received;
    private long acknowledged;

    /// @param readOnly whether keys are only looked at for leaving
    /// @param takeover whether to take the keyboard from another one
    public Attachment(Api api, String session, Screen screen, boolean readOnly, boolean takeover) {
        this(api, session, screen, readOnly, takeover, SILENCE);
    }

    /// @param silence how long nothing may come; long before that the server is asked for a sign of life, because a
    /// connection that is lost is not always told as that
    Attachment(Api api, String session, Screen screen, boolean readOnly, boolean takeover, Duration silence) {
        this.api = api;
        this.session = session;
        this.screen = screen;
        this.readOnly = readOnly;
        this.takeover = takeover;
        this.silence = silence;
    }

    /// Stays until the session ends or the person leaves.
    ///
    /// @param afterSeq behind which record to begin; null: with what the terminal shows
    /// @return the exit code: that of the session's end, or 0 when the person left
    public int stay(@Nullable Long afterSeq) {
        lastSeq = afterSeq == null ? NOTHING : afterSeq;
        Thread.ofPlatform().daemon().name("keyboard").start(this::type);
        screen.onResize(this::resize);
        long failingSince = 0;
        boolean told = false;
        while (!detached) {
            long began = System.nanoTime();
            boolean steady = false;
            try {
                queue = new LinkedBlockingQueue<>();
                Line connected = Line.connect(api, queue);
                line = connected;
                subscribe(connected);
                resize();
                if (failingSince != 0 && !told) {
                    told = true;
                    screen.notice("reconnected to " + api.http().server());
                }
                Integer over = watch(connected);
                connected.abort();
                if (over != null) {
                    return over;
                }
                steady = System.nanoTime() - began > STEADY.toNanos();
            } catch (IOException _) {
                // As if it had been lost at once.
            }
            if (steady || failingSince == 0) {
                failingSince = System.nanoTime();
            }
            if (System.nanoTime() - failingSince > GIVE_UP.toNanos()) {
                throw CliException.unreachable("no server could be reached any more", "signalbox attach " + session);
            }
            told = told && !steady;
            if (!steady) {
                queue = new LinkedBlockingQueue<>();
                next(PAUSE);
            }
            api.http().switchServer();
        }
        return ExitCode.OK;
    }

    /// @return the exit code, null when the connection was lost
    private @Nullable Integer watch(Line connected) {
        received = 0;
        acknowledged = 0;
        while (!detached) {
            Incoming next = next(silence.dividedBy(3));
            switch (next) {
                case null -> {
                    if (connected.over() || connected.silentNanos() > silence.toNanos()) {
                        return null;
                    }
                    connected.send(Api.object().put("op", "ping"));
                }
                case Output(Frame frame) -> show(frame, connected);
                case Said(JsonNode message) -> {
                    Integer over = heed(message);
                    if (over != null) {
                        connected.close();
                        return over;
                    }
                    connected.more();
                }
                case Closed(int code, String _) -> {
                    if (code == 4401) {
                        throw CliException.expired("the token expired; the session goes on");
                    }
                    return null;
                }
                case Detached _ -> {}
            }
            // Also behind a message that shows nothing: what came before it may still wait.
            if (queue.isEmpty()) {
                screen.flush();
            }
        }
        connected.close();
        return ExitCode.OK;
    }

    private void show(Frame frame, Line connected) {
        received += frame.payload().length;
        boolean shown = frame.kind() == Frame.BYTES || frame.kind() == Frame.KEYFRAME;
        if (shown && frame.seq() > lastSeq) {
            lastSeq = frame.seq();
            screen.write(frame.payload(), 0, frame.payload().length);
        }
        if (received - acknowledged >= ACK_EVERY) {
            acknowledged = received;
            connected.send(message("ack").put("index", frame.index()).put("bytes", received));
        }
        connected.more();
    }

    private @Nullable Integer heed(JsonNode message) {
        switch (Members.textOr(message, "op", "")) {
            case "end" -> {
                SessionEnd end = new SessionEnd(message);
                screen.flush();
                screen.notice(end.line(session));
                return end.exitCode(false);
            }
            case "gap" -> screen.notice("--- gap: output not retained ---");
            case "error" -> {
                String code = Members.textOr(message, "code", "");
                boolean held = code.equals("WRITER_HELD") || code.equals("STALE_WRITER");
                screen.notice(
                        held
                                ? "another one has the keyboard: attach with --takeover to take it"
                                : Members.textOr(message, "message", code));
                if (message.has("index")) {
                    return ExitCode.FAILED;
                }
            }
            // Answers that nobody waits for, and what a later version may add.
            default -> {}
        }
        return null;
    }

    private void subscribe(Line connected) {
        ObjectNode subscribe = message("subscribe").put("items", false);
        if (lastSeq == NOTHING) {
            subscribe.put("from", "keyframe");
        } else {
            subscribe.put("afterSeq", lastSeq);
        }
        connected.send(subscribe);
    }

    private void resize() {
        Line to = line;
        if (to != null && !readOnly) {
            TerminalSize size = screen.size();
            to.send(message("resize").put("columns", size.columns()).put("rows", size.rows()));
        }
    }

    private void type() {
        byte[] keys = new byte[4096];
        try {
            for (int count = screen.read(keys); count >= 0; count = screen.read(keys)) {
                for (int i = 0; i < count; i++) {
                    if (keys[i] == DETACH) {
                        type(keys, i);
                        detach();
                        return;
                    }
                }
                type(keys, count);
            }
        } catch (IOException _) {
            // The terminal is gone, as behind the last key.
        }
        detach();
    }

    private void detach() {
        detached = true;
        queue.add(new Detached());
    }

    private void type(byte[] keys, int count) {
        Line to = line;
        if (readOnly || count == 0 || to == null) {
            return;
        }
        ObjectNode typed =
                message("keystrokes").put("data", Base64.getEncoder().encodeToString(Arrays.copyOf(keys, count)));
        if (takeover) {
            typed.put("takeover", true);
            takeover = false;
        }
        to.send(typed);
    }

    private ObjectNode message(String op) {
        ObjectNode message = Api.object().put("op", op);
        return op.equals("ack") ? message : message.put("session", session);
    }

    private @Nullable Incoming next(Duration atMost) {
        try {
            return queue.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            detached = true;
            return null;
        }
    }
}
