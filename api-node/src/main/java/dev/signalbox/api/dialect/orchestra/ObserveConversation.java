package dev.signalbox.api.dialect.orchestra;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.feed.EventFeeds.From;
import dev.signalbox.api.core.feed.LogSource.LogAwayException;
import dev.signalbox.api.core.feed.OutputFeed;
import dev.signalbox.api.core.feed.Start;
import dev.signalbox.api.core.gateway.Commands;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.http.WsPeer;
import dev.signalbox.api.http.WsProtocol;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.error.InvalidFieldException;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import dev.signalbox.schemas.state.OutputIndex;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// One observer. What it does wrong is told and ends nothing else; only too many messages close its socket.
final class ObserveConversation implements WsProtocol.Conversation {
    private static final int MAX_SUBSCRIPTIONS = 64;
    private static final int TRY_LATER = 1013;

    private final ApiCore core;
    private final Commands commands;
    private final Limits limits;
    private final WsPeer peer;
    private final Duration heartbeat;
    private final EventWatch events;
    private final Map<String, TerminalWatch> terminals = new ConcurrentHashMap<>();
    private volatile boolean ended;

    /// @param now what happens from there on is told of
    ObserveConversation(ApiCore core, Commands commands, Limits limits, WsPeer peer, Duration heartbeat, From now) {
        this.core = core;
        this.commands = commands;
        this.limits = limits;
        this.peer = peer;
        this.heartbeat = heartbeat;
        this.events = new EventWatch(core, peer, now);
        events.start();
    }

    @Override
    public void message(String text) throws InterruptedException {
        if (!limits.message(peer.principal())) {
            fail(Refusal.of(ErrorCode.RATE_LIMITED, "too many messages; connect again later"), null);
            peer.close(TRY_LATER, "too many messages");
            return;
        }
        String session = null;
        try {
            var message = new Members(Json.decode(text.getBytes(StandardCharsets.UTF_8), ObjectNode.class));
            session = message.text("session_id");
            take(message);
        } catch (MalformedException e) {
            fail(Refusal.of(ErrorCode.INVALID_REQUEST, "the message: " + e.getMessage()), session);
        } catch (InvalidFieldException e) {
            fail(Refusal.of(e.code(), e.field(), String.valueOf(e.getMessage())), session);
        } catch (RefusedException e) {
            fail(e.refusal(), session);
        } catch (LogAwayException e) {
            fail(Refusal.of(ErrorCode.UNAVAILABLE, String.valueOf(e.getMessage())), session);
        }
    }

    @Override
    public void unreadable() throws InterruptedException {
        fail(Refusal.of(ErrorCode.INVALID_REQUEST, "the message is not UTF-8"), null);
    }

    @Override
    public void end() {
        ended = true;
        events.close();
        terminals.values().forEach(TerminalWatch::close);
        terminals.clear();
    }

    private void take(Members message) throws InterruptedException {
        String type = message.needed("type");
        switch (type) {
            case "subscribe_terminal" -> subscribe(id(message), message.text("cursor"));
            case "unsubscribe_terminal" -> unsubscribe(id(message));
            case "user_message" -> say(id(message), message.needed("content"));
            case "ping" -> peer.send(new Said.Pong().json());
            default ->
                throw Check.invalid("type", "must be subscribe_terminal, unsubscribe_terminal, user_message or ping");
        }
    }

    private static String id(Members message) {
        return Check.id("session_id", message.needed("session_id"));
    }

    private void subscribe(String session, @Nullable String cursor) throws InterruptedException {
        boolean again = terminals.containsKey(session);
        if (again && cursor == null) {
            return;
        }
        if (!again && terminals.size() >= MAX_SUBSCRIPTIONS) {
            throw Refusal.of(ErrorCode.INVALID_REQUEST, "a socket watches at most " + MAX_SUBSCRIPTIONS + " terminals")
                    .asException();
        }
        TerminalWatch watch = cursor == null ? fromNow(session) : from(session, Place.decode(cursor));
        TerminalWatch before = terminals.put(session, watch);
        if (before != null) {
            before.close();
        }
        watch.start();
        if (ended) {
            watch.close();
        }
    }

    private TerminalWatch from(String session, Place place) throws InterruptedException {
        return watch(session, new Start.Behind("cursor", place.cursor()), null, place.waiting());
    }

    /// Shows a terminal's screen first, and of what has none the newest part.
    private TerminalWatch fromNow(String session) throws InterruptedException {
        boolean screen = core.views()
                .get(namespace(), Kind.SESSION, session)
                .map(row -> row.entity().spec().interactive())
                .orElse(false);
        return screen
                ? watch(session, new Start.Keyframe(), Backlog.ofScreen(), Map.of())
                : watch(session, recent(session), Backlog.recent(), Map.of());
    }

    private TerminalWatch watch(String session, Start start, @Nullable Backlog backlog, Map<Stream, byte[]> waiting)
            throws InterruptedException {
        OutputFeed feed = core.output().open(namespace(), session, start, true);
        return new TerminalWatch(session, feed, peer, heartbeat, backlog, waiting, terminals::remove);
    }

    /// From the newest place that is known with a whole backlog behind it, so that not all of the history is read.
    private Start recent(String session) {
        List<OutputIndex.Point> points = core.views()
                .get(namespace(), Kind.OUTPUT_INDEX, session)
                .map(row -> row.entity().points())
                .orElse(List.of());
        return points.reversed().stream()
                .filter(point ->
                        point.streamByte() + Backlog.RECENT <= points.getLast().streamByte())
                .<Start>map(point -> new Start.AtByte(Stream.OUT, point.streamByte()))
                .findFirst()
                .orElseGet(Start.Beginning::new);
    }

    private void unsubscribe(String session) {
        TerminalWatch watch = terminals.remove(session);
        if (watch != null) {
            watch.close();
        }
    }

    /// The text is pasted into a terminal, in brackets where its program asks for them, and Enter is pressed;
    /// without a terminal it is the next prompt. It goes to that session and to nobody else.
    private void say(String session, String content) throws InterruptedException {
        String text = Texts.plain("content", content, Check.MAX_TEXT);
        var _ = commands.accepted(peer.principal(), new Command.SendInput(Ids.INPUT.mint(), session, text));
    }

    private String namespace() {
        return peer.principal().namespace();
    }

    private void fail(Refusal refusal, @Nullable String session) throws InterruptedException {
        peer.send(OrchestraRefusals.said(refusal, session).json());
    }
}
