package dev.signalbox.api.dialect.v1;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.core.feed.LogSource.LogAwayException;
import dev.signalbox.api.core.feed.OutputFeed;
import dev.signalbox.api.core.feed.Start;
import dev.signalbox.api.core.gateway.Answer;
import dev.signalbox.api.core.gateway.Commands;
import dev.signalbox.api.core.gateway.Gateway;
import dev.signalbox.api.core.gateway.Keyboards;
import dev.signalbox.api.core.gateway.Repetition;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.http.JsonMembers;
import dev.signalbox.api.http.WsPeer;
import dev.signalbox.api.http.WsProtocol;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.error.InvalidFieldException;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import dev.signalbox.schemas.spec.TerminalSize;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// One client's conversation over the WebSocket. Every request is answered by itself; a bad one ends nothing else.
final class SocketConversation implements WsProtocol.Conversation {
    private static final int MAX_SUBSCRIPTIONS = 64;

    private final ApiCore core;
    private final WsPeer peer;
    private final Duration heartbeat;
    private final String writer = "ws/" + Ids.TOKEN.mint();
    private final Map<Integer, SocketSubscription> subscriptions = new ConcurrentHashMap<>();
    private final Set<String> typedInto = new HashSet<>();
    private int nextIndex;
    private volatile boolean ended;

    /// @param id repeated as `re` in the answer
    record Message(
            @Nullable String op,
            @Nullable String id,
            @Nullable String session,
            @Nullable String from,
            @Nullable Long afterSeq,
            @Nullable Long fromByte,
            @Nullable String stream,
            @Nullable Boolean items,
            @Nullable Integer index,
            @Nullable Long bytes,
            @Nullable String text,
            @Nullable String key,
            @Nullable String data,
            @Nullable Boolean takeover,
            @Nullable Integer columns,
            @Nullable Integer rows) {}

    SocketConversation(ApiCore core, WsPeer peer, Duration heartbeat) {
        this.core = core;
        this.peer = peer;
        this.heartbeat = heartbeat;
    }

    @Override
    public void message(String text) throws InterruptedException {
        String id = null;
        try {
            byte[] json = text.getBytes(StandardCharsets.UTF_8);
            JsonNode tree = Json.decode(json, JsonNode.class);
            id = tree.path("id").isTextual() ? tree.path("id").asText() : null;
            JsonMembers.refuseUnknown(tree, Message.class);
            take(Json.decode(json, Message.class));
        } catch (MalformedException e) {
            fail(id, null, Refusal.of(e.code(), e.field(), String.valueOf(e.getMessage())));
        } catch (InvalidFieldException e) {
            fail(id, null, Refusal.of(e.code(), e.field(), String.valueOf(e.getMessage())));
        } catch (RefusedException e) {
            fail(id, null, e.refusal());
        } catch (LogAwayException e) {
            fail(id, null, Refusal.of(ErrorCode.UNAVAILABLE, String.valueOf(e.getMessage())));
        }
    }

    @Override
    public void unreadable() throws InterruptedException {
        fail(
                null,
                null,
                Refusal.of(ErrorCode.INVALID_REQUEST, "the message is not UTF-8, or holds U+FFFD")
                        .hint("a U+FFFD that is meant is written \\ufffd"));
    }

    @Override
    public void end() {
        ended = true;
        subscriptions.values().forEach(SocketSubscription::close);
        subscriptions.clear();
        if (!typedInto.isEmpty()) {
            // Giving the keyboard back writes commands, which may take their time.
            Set<String> sessions = Set.copyOf(typedInto);
            Thread.ofVirtual().name("ws-release").start(() -> release(sessions));
        }
    }

    private void take(Message message) throws InterruptedException {
        switch (message.op() == null ? "" : message.op()) {
            case "subscribe" -> subscribe(message);
            case "unsubscribe" -> unsubscribe(message);
            case "ack" -> ack(message);
            case "input" -> input(message);
            case "keystrokes" -> keystrokes(message);
            case "release" -> releaseOne(message);
            case "resize" -> resize(message);
            case "ping" -> say(message.id(), "pong", Map.of());
            default ->
                throw Parameters.invalid(
                        "op", "must be subscribe, unsubscribe, ack, input, keystrokes, release, resize or ping");
        }
    }

    private void subscribe(Message message) throws InterruptedException {
        if (subscriptions.size() >= MAX_SUBSCRIPTIONS) {
            throw Refusal.of(ErrorCode.LIMIT_REACHED, "a socket has at most " + MAX_SUBSCRIPTIONS + " subscriptions")
                    .asException();
        }
        String session = session(message);
        Stream stream = stream(message.stream());
        OutputFeed feed =
                core.output().open(peer.principal().namespace(), session, start(message, session, stream), true);
        int index = nextIndex++;
        var subscription = new SocketSubscription(
                index, feed, peer, heartbeat, stream, message.items() == null || message.items(), this::over);
        subscriptions.put(index, subscription);
        say(message.id(), "subscribed", Map.of("index", index, "session", session));
        subscription.start();
        if (ended) {
            subscription.close();
        }
    }

    private void over(int index) {
        subscriptions.remove(index);
    }

    private static Start start(Message message, String session, @Nullable Stream stream) {
        if (message.fromByte() != null) {
            if (message.fromByte() < 0) {
                throw Parameters.invalid("fromByte", "must not be negative");
            }
            return new Start.AtByte(stream == null ? Stream.OUT : stream, message.fromByte());
        }
        if (message.afterSeq() != null) {
            if (message.afterSeq() < 0) {
                throw Parameters.invalid("afterSeq", "must not be negative");
            }
            return new Start.Behind("afterSeq", new Cursor.Session(session, message.afterSeq(), null));
        }
        String from = message.from() == null ? "start" : message.from();
        return switch (from) {
            case "start" -> new Start.Beginning();
            case "end" -> new Start.End();
            case "keyframe" -> new Start.Keyframe();
            default ->
                new Start.Behind(
                        "from", Cursor.decode("from", from, Cursor.Output.class).at());
        };
    }

    private static @Nullable Stream stream(@Nullable String text) {
        return switch (text == null ? "" : text) {
            case "" -> null;
            case "out" -> Stream.OUT;
            case "err" -> Stream.ERR;
            default -> throw Parameters.invalid("stream", "must be out or err");
        };
    }

    private void unsubscribe(Message message) throws InterruptedException {
        SocketSubscription subscription = subscription(message);
        subscription.close();
        subscriptions.remove(subscription.index());
        say(message.id(), "unsubscribed", Map.of("index", subscription.index()));
    }

    private void ack(Message message) {
        SocketSubscription subscription = message.index() == null ? null : subscriptions.get(message.index());
        // An acknowledgement may cross the end of its subscription.
        if (subscription != null) {
            subscription.acknowledged(Check.present("bytes", message.bytes()));
        }
    }

    private void input(Message message) throws InterruptedException {
        String session = session(message);
        String text = Check.text("text", message.text(), Check.MAX_TEXT);
        String id = Ids.INPUT.mint();
        var command = new Command.SendInput(id, session, text);
        Repetition repetition =
                message.key() == null ? null : Repetition.of(message.key(), "ws input " + session + "\n" + text);
        Answer answer = core.gateway().submit(peer.principal(), Gateway.Submission.of(command, repetition));
        var subject = accepted(answer).subject();
        say(message.id(), "ok", Map.of("input", subject == null ? id : subject.id()));
    }

    private void resize(Message message) throws InterruptedException {
        String session = session(message);
        var size = new TerminalSize(Check.present("columns", message.columns()), Check.present("rows", message.rows()));
        var _ = accepted(core.gateway()
                .submit(peer.principal(), Gateway.Submission.of(new Command.ResizeSession(session, size))));
        say(message.id(), "ok", Map.of());
    }

    private void keystrokes(Message message) throws InterruptedException {
        String session = session(message);
        byte[] bytes = InputRoutes.bytes(message.data(), message.text());
        typedInto.add(session);
        var typed = core.keyboards()
                .type(peer.principal(), session, writer, bytes, Bodies.orElse(message.takeover(), false));
        switch (typed) {
            case Keyboards.Typed.NoKeyboard(var answer) -> {
                var _ = InputRoutes.noKeyboard(answer);
            }
            case Keyboards.Typed.Written(var epoch, var seq, var done) -> {
                if (message.id() != null) {
                    say(message.id(), "ok", Map.of("epoch", epoch, "seq", seq));
                }
                done.whenComplete((_, failure) -> {
                    if (failure != null) {
                        lost(message.id());
                    }
                });
            }
        }
    }

    private void lost(@Nullable String id) {
        // On the producer's thread, which must not wait for this client.
        Thread.ofVirtual().start(() -> {
            try {
                fail(
                        id,
                        null,
                        Refusal.of(
                                ErrorCode.UNAVAILABLE,
                                "the log did not take keystrokes; whether they arrive is not known"));
            } catch (InterruptedException | WsPeer.ClosedException e) {
                // Nobody is there to be told.
            }
        });
    }

    private void releaseOne(Message message) throws InterruptedException {
        String session = session(message);
        core.keyboards().release(peer.principal(), session, writer);
        typedInto.remove(session);
        say(message.id(), "ok", Map.of());
    }

    private void release(Set<String> sessions) {
        for (String session : sessions) {
            try {
                core.keyboards().release(peer.principal(), session, writer);
            } catch (InterruptedException e) {
                return;
            } catch (RefusedException e) {
                // The session is gone; so is its keyboard.
            }
        }
    }

    private static Outcome accepted(Answer answer) {
        if (answer instanceof Answer.Decided(var outcome)) {
            return Commands.accepted(outcome);
        }
        var _ = Writes.pending(answer);
        throw Refusal.of(ErrorCode.UNAVAILABLE, "the command is in the log; its outcome is not known yet")
                .with(Refusal.COMMAND, answer.commandId())
                .asException();
    }

    private String session(Message message) {
        core.readiness().requireViews();
        return core.views()
                .resolve(
                        peer.principal().namespace(),
                        Kind.SESSION,
                        "session",
                        Check.id("session", message.session()),
                        false);
    }

    private SocketSubscription subscription(Message message) {
        SocketSubscription subscription = message.index() == null ? null : subscriptions.get(message.index());
        if (subscription == null) {
            throw Parameters.invalid("index", "is not that of a subscription");
        }
        return subscription;
    }

    private void say(@Nullable String re, String op, Map<String, Object> members) throws InterruptedException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("op", op);
        if (re != null) {
            json.put("re", re);
        }
        json.putAll(members);
        peer.send(new String(Json.encode(json), StandardCharsets.UTF_8));
    }

    private void fail(@Nullable String re, @Nullable Integer index, Refusal refusal) throws InterruptedException {
        peer.send(SocketSubscription.error(re, index, refusal));
    }
}
