package dev.signalbox.processor.decide;

import dev.signalbox.processor.row.Keys;
import dev.signalbox.processor.row.Row;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.spec.ProviderTraits;
import dev.signalbox.schemas.spec.SilentHostPolicy;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionEnd;
import dev.signalbox.schemas.state.SessionStatus;
import java.time.Duration;
import java.util.List;
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
        boolean begins = !session.status().terminal() && !stopping(session);
        stop(draft, session, grace, command.reason(), command.suspend());
        return new Answer.Accepted(session.ref(), begins ? Outcome.BEGUN : Outcome.UNDER_WAY);
    }

    static void stop(Draft draft, Session session, Duration grace, @Nullable String reason, boolean suspend) {
        switch (session.status()) {
            case REQUESTED -> {
                String why = reason == null ? "stopped before it had a host" : reason;
                end(draft, session, SessionStatus.ENDED, ended(draft, true, null, why));
            }
            case PLACED, STARTING, RUNNING -> {
                draft.emit(session.ref(), new Event.SessionStopping(reason, suspend));
                tellStop(draft, session, grace, reason);
                awaitStop(draft, session, grace);
            }
            case UNKNOWN -> {
                if (!stopping(session)) {
                    draft.emit(session.ref(), new Event.SessionStopping(reason, suspend));
                }
                tellStop(draft, session, grace, reason);
            }
            case STOPPING -> {
                tellStop(draft, session, grace, reason);
                awaitStop(draft, session, grace);
            }
            case ENDED, FAILED_TO_START, SUSPENDED, LOST -> {}
        }
    }

    /// Whether it is being stopped or was when its host fell silent.
    static boolean stopping(Session session) {
        return session.status() == SessionStatus.STOPPING
                || (session.status() == SessionStatus.UNKNOWN
                        && session.silence() != null
                        && session.silence().was() == SessionStatus.STOPPING);
    }

    /// Whether it was to be stopped before it ended.
    static boolean wasStopped(Session session) {
        return session.since().containsKey(SessionStatus.STOPPING)
                || (session.silence() != null && session.silence().was() == SessionStatus.STOPPING);
    }

    private static void tellStop(Draft draft, Session session, Duration grace, @Nullable String reason) {
        if (session.hostId() != null) {
            draft.tell(session.hostId(), new Directive.Stop(session.id(), session.epoch(), grace, reason));
        }
    }

    /// Looks whether a stop was reported, at the next full multiple of the time that the report may take:
    /// however often a session is told to stop, one timer stands.
    static void awaitStop(Draft draft, Session session, Duration grace) {
        long step = Limits.STOP_REPORT.toMillis();
        long now = draft.clock().lease();
        long due = (now + grace.toMillis() + 2 * step - 1) / step * step;
        draft.timer(
                Row.ClockKind.LEASE, Duration.ofMillis(due - now), Row.TimerKind.STOP, session.ref(), session.epoch());
    }

    /// The stop should have been reported: the hard signal, and an inventory in case the host knows no such
    /// session.
    static void stopAgain(Draft draft, Session session) {
        stop(draft, session, Duration.ZERO, "the stop was not reported", session.suspending());
        if (session.hostId() != null) {
            draft.tell(session.hostId(), new Directive.TakeInventory("a stop was not reported"));
        }
    }

    /// An end that no host reported.
    ///
    /// @param proven whether there never was a process
    static SessionEnd ended(Draft draft, boolean proven, @Nullable ErrorCode code, String reason) {
        return new SessionEnd(draft.now(), proven, null, null, code, reason, 0, 0, null, null, List.of());
    }

    /// The session is over, as its host reports or as follows from there never having been a process.
    static void end(Draft draft, Session session, SessionStatus status, SessionEnd end) {
        draft.emit(session.ref(), new Event.SessionEnded(status, end));
        settle(draft, session);
    }

    /// The session is given up without proof, and replaced if its policy says so. What may still run of it is
    /// to be stopped, whenever its host reads that.
    static void lose(Draft draft, Session session, String reason, boolean replace) {
        draft.emit(session.ref(), new Event.SessionLost(reason));
        tellStop(draft, session, Limits.GIVEN_UP_GRACE, reason);
        if (replace && session.taskId() == null) {
            Launching.replace(draft, session);
        }
        settle(draft, session);
    }

    private static void settle(Draft draft, Session session) {
        for (String inputId : session.inFlight()) {
            draft.emit(InputDecider.ref(inputId), new Event.InputDeliveryUnknown(session.id()));
        }
        for (String inputId : session.queue()) {
            draft.emit(InputDecider.ref(inputId), new Event.InputUndelivered(session.id(), ErrorCode.SESSION_ENDED));
        }
        draft.put(Keys.secrets(draft.namespace(), session.id()), null);
        if (session.taskId() != null) {
            TaskDecider.attemptOver(draft, session.taskId(), session.id());
        }
        Queues.fill(draft);
        if (session.taskId() != null) {
            TaskDecider.queued(draft, session.taskId());
        }
    }

    /// The session's host fell silent, perhaps again before it had said whether it has the session: each
    /// silence has its own time.
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
            draft.timer(
                    Row.ClockKind.LEASE,
                    after,
                    Row.TimerKind.SILENCE,
                    session.ref(),
                    draft.now().toEpochMilli());
        }
    }
}
