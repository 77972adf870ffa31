package dev.signalbox.processor.decide;

import dev.signalbox.processor.row.Keys;
import dev.signalbox.processor.row.Row;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.spec.ProviderTraits;
import dev.signalbox.schemas.spec.SilentHostPolicy;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionEnd;
import dev.signalbox.schemas.state.SessionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Stops sessions and settles what hangs on one that is over: its inputs, its task, the room on its host.
final class SessionEnding {
    private SessionEnding() {}

    static Answer stop(Draft draft, Command.StopSession command) {
        Session session = SessionDecider.find(draft, command.sessionId());
        if (session == null) {
            return SessionDecider.notFound(command.sessionId());
        }
        boolean resumable = ProviderTraits.of(session.spec().provider())
                .map(ProviderTraits::resumable)
                .orElse(false);
        if (command.suspend() && !resumable) {
            return Answer.refused(
                    ErrorCode.SESSION_NOT_RESUMABLE,
                    "suspend",
                    "sessions of '" + session.spec().provider() + "' cannot be resumed, so not suspended either");
        }
        Duration grace = !command.graceful() ? Duration.ZERO : command.grace() == null ? Limits.GRACE : command.grace();
        stop(draft, session, grace, command.reason(), command.suspend());
        return Answer.accepted(session.ref());
    }

    static void stop(Draft draft, Session session, Duration grace, @Nullable String reason, boolean suspend) {
        switch (session.status()) {
            case REQUESTED -> {
                SessionEnd end = new SessionEnd(
                        draft.now(),
                        true,
                        null,
                        null,
                        null,
                        reason == null ? "stopped before it had a host" : reason,
                        0,
                        0,
                        null,
                        null,
                        List.of());
                end(draft, session, SessionStatus.ENDED, end);
            }
            case PLACED, STARTING, RUNNING -> {
                draft.emit(session.ref(), new Event.SessionStopping(reason, suspend));
                tellStop(draft, session, grace, reason);
            }
            case UNKNOWN -> {
                if (session.silence() != null && session.silence().was() != SessionStatus.STOPPING) {
                    draft.emit(session.ref(), new Event.SessionStopping(reason, suspend));
                }
                tellStop(draft, session, grace, reason);
            }
            case STOPPING -> tellStop(draft, session, grace, reason);
            case ENDED, FAILED_TO_START, SUSPENDED, LOST -> {}
        }
    }

    private static void tellStop(Draft draft, Session session, Duration grace, @Nullable String reason) {
        if (session.hostId() != null) {
            draft.tell(session.hostId(), new Directive.Stop(session.id(), session.epoch(), grace, reason));
            draft.timer(
                    Row.ClockKind.LEASE,
                    grace.plus(Limits.STOP_REPORT),
                    Row.TimerKind.STOP,
                    session.ref(),
                    session.epoch());
        }
    }

    /// The session is over, as its host reports or as follows from there never having been a process.
    static void end(Draft draft, Session session, SessionStatus status, SessionEnd end) {
        draft.emit(session.ref(), new Event.SessionEnded(status, end));
        settle(draft, session);
    }

    /// The session is given up without proof, and replaced if its policy says so.
    static void lose(Draft draft, Session session, String reason, boolean replace) {
        draft.emit(session.ref(), new Event.SessionLost(reason));
        if (replace && session.taskId() == null) {
            replace(draft, session);
        }
        settle(draft, session);
    }

    private static void replace(Draft draft, Session session) {
        String id = Ids.SESSION.derive(session.id() + "/" + session.epoch());
        Map<String, String> env =
                draft.get(Keys.secrets(draft.namespace(), session.id())) instanceof Row.Secrets secrets
                        ? secrets.env()
                        : Map.of();
        SessionDecider.request(
                draft,
                id,
                session.agentId(),
                session.spec().resuming(session.id(), session.nativeSessionId()),
                null,
                null,
                InputDecider.text(draft, Ids.INPUT.derive(session.id())),
                env);
        draft.emit(session.ref(), new Event.SessionResumed(id));
        if (!SessionDecider.place(draft, id)) {
            draft.timer(Row.ClockKind.WALL, Limits.PLACEMENT, Row.TimerKind.PLACEMENT, SessionDecider.ref(id), 0);
        }
    }

    private static void settle(Draft draft, Session session) {
        for (String inputId : session.inFlight()) {
            draft.emit(new EntityRef(EntityType.INPUT, inputId), new Event.InputDeliveryUnknown(session.id()));
        }
        for (String inputId : session.queue()) {
            draft.emit(
                    new EntityRef(EntityType.INPUT, inputId),
                    new Event.InputUndelivered(session.id(), ErrorCode.SESSION_ENDED));
        }
        draft.put(Keys.secrets(draft.namespace(), session.id()), null);
        if (session.taskId() != null) {
            TaskDecider.attemptOver(draft, session.taskId(), session.id());
        }
        Queues.fill(draft);
    }

    /// The session's host fell silent.
    static void silence(Draft draft, Session session) {
        SilentHostPolicy policy = session.spec().silentHost();
        Duration after = policy.after();
        if (after != null && session.spec().exclusive()) {
            after = after.plus(Limits.EXCLUSIVE_SLACK);
        }
        draft.emit(
                session.ref(),
                new Event.SessionUnknown(after == null ? null : draft.now().plus(after)));
        if (after != null) {
            draft.timer(Row.ClockKind.LEASE, after, Row.TimerKind.SILENCE, session.ref(), session.epoch());
        }
    }
}
