package dev.signalbox.api.dialect.neolith;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.feed.Start;
import dev.signalbox.api.core.gateway.Answer;
import dev.signalbox.api.core.gateway.Commands;
import dev.signalbox.api.dialect.neolith.Sessions.Came;
import dev.signalbox.api.http.WsPeer;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.state.Session;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// What one known client says about sessions, and what it is told of them: news of all that it sees, and the streams
/// of those that it spawned or gave a task. What is in the log and not decided yet is told as begun; should it be
/// refused after all, that is told as its failure.
final class SessionTalk {
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Daemon daemon;
    private final Outlet outlet;
    private final SessionNews news;
    private final Tails tails;
    private volatile boolean closed;

    /// Held while a client is told first what it asked for, and then what came of it.
    private final ReentrantLock order = new ReentrantLock();

    SessionTalk(Daemon daemon, Outlet outlet) {
        this.daemon = daemon;
        this.outlet = outlet;
        this.tails = new Tails(daemon, who().namespace(), outlet);
        this.news = new SessionNews(daemon, who().namespace(), outlet, tails, order);
        news.start();
    }

    private Principal who() {
        return outlet.peer().principal();
    }

    void close() {
        closed = true;
        news.close();
        tails.close();
    }

    /// The client has shown something else of itself, and may see less than before.
    void changed() {
        tails.keep(id -> daemon.sessions().find(who(), id).isPresent());
    }

    void daemonStatus() throws InterruptedException {
        Instant now = daemon.options().clock().instant();
        outlet.send(Frames.daemonStatus(daemon.status().of(who().namespace(), now)));
    }

    void list() throws InterruptedException {
        outlet.send(Frames.sessions(daemon.sessions().list(who())));
    }

    void status(JsonNode payload) throws InterruptedException {
        Session session = find(payload);
        outlet.send(Frames.status(daemon.sessions().show(who().namespace(), session)));
    }

    void spawn(JsonNode payload) throws InterruptedException {
        SpawnRequest request = SpawnRequest.of(payload);
        tails.checkRoom();
        news.ready();
        order.lock();
        try {
            var made = daemon.sessions().spawn(who(), request);
            String id = made.id();
            boolean known = Sessions.came(made.answer()) != Came.NOT_KNOWN_YET;
            if (known) {
                requireAccepted(made);
            }
            Optional<Session> session = known ? daemon.sessions().find(who(), id) : Optional.empty();
            Instant at = session.map(SessionMapping::started)
                    .orElse(daemon.options().clock().instant());
            WireSession spawned = SessionMapping.asSpawned(id, at, request);
            var first = Assignment.of(NeolithIds.firstInput(id), request.description(), true);
            outlet.send(Frames.spawned(spawned));
            if (session.isPresent()) {
                follow(session.get(), first);
            } else {
                later(id, () -> decided(spawned, first));
            }
        } finally {
            order.unlock();
        }
    }

    private void requireAccepted(Commands.Made<String> made) {
        try {
            Outcome _ = Commands.accepted(made.outcome());
        } catch (RefusedException e) {
            throw e.refusal().code() == ErrorCode.LIMIT_REACHED ? full() : e;
        }
    }

    private void decided(WireSession spawned, Assignment first) throws InterruptedException {
        Optional<Session> session = daemon.sessions().find(who(), spawned.id());
        if (session.isPresent()) {
            follow(session.get(), first);
        } else {
            Instant now = daemon.options().clock().instant();
            outlet.send(Frames.status(SessionMapping.asRefused(spawned, now)));
            outlet.send(Frames.failed(spawned.id(), first, "The session was refused"));
        }
    }

    /// That its output cannot be followed does not take back that it was spawned.
    private void follow(Session session, Assignment first) throws InterruptedException {
        try {
            SessionTail tail = tails.of(session, new Start.Beginning());
            tail.spawnedWith(first);
            if (SessionMapping.hasBegun(session)) {
                tail.begin();
            }
        } catch (RefusedException e) {
            outlet.send(Frames.error(e.refusal().message(), session.id()));
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
            SessionTail tail = tails.of(session, placed ? new Start.End() : new Start.Beginning());
            tail.assign(assignment);
            Answer answer = given(session, tail, assignment, prompt(task, payload.path("context")));
            switch (Sessions.came(answer)) {
                case NOT -> {
                    tail.forget(assignment);
                    outlet.send(Frames.failed(session.id(), assignment, why(session.id(), answer)));
                }
                case DONE -> executing(tail, assignment, session);
                case NOT_KNOWN_YET -> {
                    executing(tail, assignment, session);
                    later(session.id(), () -> {
                        if (!daemon.sessions().has(who(), assignment.inputId())) {
                            tail.lost(assignment.inputId(), "The task was refused");
                        }
                    });
                }
            }
        } finally {
            order.unlock();
        }
    }

    private Answer given(Session session, SessionTail tail, Assignment assignment, String text)
            throws InterruptedException {
        try {
            return daemon.sessions().execute(who(), session.id(), assignment.inputId(), text);
        } catch (RefusedException e) {
            tail.forget(assignment);
            throw e;
        }
    }

    private void executing(SessionTail tail, Assignment assignment, Session session) throws InterruptedException {
        outlet.send(Frames.executing(session.id(), assignment));
        tail.beginUnlessSpawned();
    }

    /// In a thread of its own: a session takes its time to end, and the client may ask for other things meanwhile.
    void stop(JsonNode payload) throws InterruptedException {
        Session session = find(payload);
        aside("neolith-stop", () -> {
            try {
                Session stopped = daemon.sessions().stop(who(), session, daemon.patience());
                outlet.send(Frames.status(daemon.sessions().show(who().namespace(), stopped)));
            } catch (RefusedException e) {
                outlet.send(Frames.error(e.refusal().message(), session.id()));
            }
        });
    }

    /// Something that is told when its time has come.
    @FunctionalInterface
    private interface Told {
        void tell() throws InterruptedException;
    }

    /// Tells once all that was wished until now is decided and seen here, or never when the socket is closed first.
    private void later(String sessionId, Told told) {
        aside("neolith-later", () -> {
            while (!closed) {
                try {
                    daemon.sessions().catchUp(who());
                    order.lockInterruptibly();
                    try {
                        told.tell();
                    } finally {
                        order.unlock();
                    }
                    return;
                } catch (RefusedException e) {
                    if (e.refusal().code() != ErrorCode.UNAVAILABLE) {
                        outlet.send(Frames.error(e.refusal().message(), sessionId));
                        return;
                    }
                    Thread.sleep(AGAIN);
                }
            }
        });
    }

    private static void aside(String name, Told told) {
        Thread.ofVirtual().name(name).start(() -> {
            try {
                told.tell();
            } catch (InterruptedException | WsPeer.ClosedException e) {
                // Nobody is there to be told.
            }
        });
    }

    /// An id that is not there is refused before anything is kept for it.
    private Session find(JsonNode payload) throws InterruptedException {
        String id = payload.path("sessionId").asText("");
        return daemon.sessions()
                .sought(who(), id)
                .orElseThrow(() -> Refusal.of(ErrorCode.SESSION_NOT_FOUND, "Session not found: " + shortened(id))
                        .asException());
    }

    private static String notRunning(Session session) {
        return "Session " + session.id() + " is not running (status: " + SessionMapping.status(session) + ")";
    }

    private String why(String sessionId, Answer answer) {
        return switch (answer) {
            case Answer.Decided(var outcome) -> {
                Optional<Session> now = daemon.sessions().find(who(), sessionId);
                yield outcome.code() == ErrorCode.SESSION_ENDED && now.isPresent()
                        ? notRunning(now.get())
                        : String.valueOf(outcome.message());
            }
            case Answer.Pending _ -> "it is not decided yet";
            case Answer.Unavailable(_, _, var why) -> why;
        };
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
