package dev.signalbox.api.dialect.neolith;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.feed.Start;
import dev.signalbox.api.http.WsPeer;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.state.Session;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// What one known client says about sessions, and what it is told of them: news of all that it sees, and
/// the streams of those that it spawned or gave a task. It has one [SessionTail] for each of these,
/// whatever ids it makes up.
final class SessionTalk {
    private static final int MAX_TAILS = 256;

    private final Daemon daemon;
    private final Principal who;
    private final Outlet outlet;
    private final SessionNews news;
    private final Map<String, SessionTail> tails = new ConcurrentHashMap<>();

    /// Held while a client is told first what it asked for, and then what came of it.
    private final ReentrantLock order = new ReentrantLock();

    SessionTalk(Daemon daemon, Principal who, Outlet outlet) {
        this.daemon = daemon;
        this.who = who;
        this.outlet = outlet;
        this.news = new SessionNews(daemon, who, outlet, tails, order);
        news.start();
    }

    void close() {
        news.close();
        tails.values().forEach(SessionTail::close);
    }

    void daemonStatus() throws InterruptedException {
        Instant now = daemon.options().clock().instant();
        outlet.send(Frames.daemonStatus(daemon.status().of(who.namespace(), now)));
    }

    void list() throws InterruptedException {
        outlet.send(Frames.sessions(daemon.sessions().list(who)));
    }

    void status(JsonNode payload) throws InterruptedException {
        Session session = find(payload);
        outlet.send(Frames.status(daemon.sessions().show(who.namespace(), session)));
    }

    void spawn(JsonNode payload) throws InterruptedException {
        SpawnRequest request = SpawnRequest.of(payload);
        news.ready();
        order.lock();
        try {
            Session session = daemon.sessions().spawn(who, request);
            WireSession shown = SessionMapping.asSpawned(session, request);
            var first = Assignment.of(NeolithIds.firstInput(session.id()), request.description(), true);
            SessionTail tail = tail(session, new Start.Beginning());
            tail.spawnedWith(first);
            outlet.send(Frames.spawned(shown));
        } catch (RefusedException e) {
            throw e.refusal().code() == ErrorCode.LIMIT_REACHED ? full() : e;
        } finally {
            order.unlock();
        }
    }

    void execute(JsonNode payload) throws InterruptedException {
        Session session = find(payload);
        String task = Check.text(
                "task", payload.path("task").isTextual() ? payload.path("task").asText() : null, Check.MAX_TEXT);
        boolean streaming = payload.path("streamResponse").asBoolean(true);
        var assignment = Assignment.of(Ids.INPUT.mint(), task, streaming);
        if (!SessionMapping.takesTasks(session)) {
            outlet.send(Frames.failed(session.id(), assignment, notRunning(session)));
            return;
        }
        news.ready();
        order.lock();
        try {
            boolean placed = session.hostId() != null;
            SessionTail tail = tail(session, placed ? new Start.End() : new Start.Beginning());
            tail.assign(assignment);
            try {
                daemon.sessions()
                        .execute(who, session.id(), assignment.inputId(), prompt(task, payload.path("context")));
            } catch (RefusedException e) {
                tail.forget(assignment);
                outlet.send(Frames.failed(session.id(), assignment, refusal(session.id(), e)));
                return;
            }
            outlet.send(Frames.executing(session.id(), assignment));
            tail.beginUnlessSpawned();
        } finally {
            order.unlock();
        }
    }

    /// In a thread of its own: a session takes its time to end, and the client may ask for other things
    /// meanwhile.
    void stop(JsonNode payload) {
        Session session = find(payload);
        Thread.ofVirtual().name("neolith-stop").start(() -> {
            try {
                try {
                    Session stopped = daemon.sessions().stop(who, session, daemon.patience());
                    outlet.send(Frames.status(daemon.sessions().show(who.namespace(), stopped)));
                } catch (RefusedException e) {
                    outlet.send(Frames.error(e.refusal().message(), session.id()));
                }
            } catch (InterruptedException | WsPeer.ClosedException e) {
                // Nobody is there to be told.
            }
        });
    }

    /// An id that is not there is refused before anything is kept for it.
    private Session find(JsonNode payload) {
        String id = payload.path("sessionId").asText("");
        return daemon.sessions()
                .find(who, id)
                .orElseThrow(() -> Refusal.of(ErrorCode.SESSION_NOT_FOUND, "Session not found: " + shortened(id))
                        .asException());
    }

    private SessionTail tail(Session session, Start start) throws InterruptedException {
        SessionTail present = tails.get(session.id());
        if (present != null && !present.over()) {
            return present;
        }
        if (tails.size() >= MAX_TAILS) {
            throw Refusal.of(
                            ErrorCode.RATE_LIMITED, "this socket follows " + MAX_TAILS + " sessions, as many as it may")
                    .asException();
        }
        var tail = SessionTail.open(daemon, who.namespace(), session, start, outlet, tails::remove);
        tails.put(session.id(), tail);
        return tail;
    }

    private static String notRunning(Session session) {
        return "Session " + session.id() + " is not running (status: " + SessionMapping.status(session) + ")";
    }

    private String refusal(String sessionId, RefusedException e) {
        Optional<Session> now = daemon.sessions().find(who, sessionId);
        return e.refusal().code() == ErrorCode.SESSION_ENDED && now.isPresent()
                ? notRunning(now.get())
                : e.refusal().message();
    }

    private RefusedException full() {
        return Refusal.of(
                        ErrorCode.LIMIT_REACHED,
                        "Maximum session limit reached (" + daemon.options().maxSessions()
                                + "). Cannot spawn new session.")
                .asException();
    }

    /// What the client says besides stands behind the task, as JSON.
    static String prompt(String task, JsonNode context) {
        return context.isObject() && !context.isEmpty()
                ? task + "\n\nContext:\n" + new String(Json.encode(context), StandardCharsets.UTF_8)
                : task;
    }

    private static String shortened(String id) {
        return id.length() <= 128 ? id : id.substring(0, 128);
    }
}
