package dev.signalbox.processor.decide;

import dev.signalbox.processor.row.Keys;
import dev.signalbox.processor.row.Row;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.spec.SilentHostPolicy;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionEnd;
import dev.signalbox.schemas.state.SessionStatus;
import dev.signalbox.schemas.state.Task;
import dev.signalbox.schemas.state.TaskStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Acts on timers. One that no longer applies changes nothing but its own row.
final class TimerDecider {
    private TimerDecider() {}

    static void fire(Draft draft, Row.Timer timer) {
        draft.put(Keys.timer(timer), null);
        Session session = session(draft, timer);
        Task task = timer.entity().type() == EntityType.TASK
                ? draft.find(Task.class, EntityType.TASK, timer.entity().id())
                : null;
        switch (timer.kind()) {
            case PLACEMENT -> {
                if (session != null && session.status() == SessionStatus.REQUESTED) {
                    unplaced(draft, session);
                }
            }
            case START -> {
                if (session != null
                        && (session.status() == SessionStatus.PLACED || session.status() == SessionStatus.STARTING)) {
                    unstarted(draft, session);
                }
            }
            case SILENCE -> {
                if (session != null && session.status() == SessionStatus.UNKNOWN) {
                    boolean replace = session.spec().silentHost().action() == SilentHostPolicy.Action.REPLACE;
                    String why =
                            replace ? "its host stayed silent; replaced" : "its host stayed silent and was to stop it";
                    SessionEnding.lose(draft, session, why, replace);
                }
            }
            case STOP -> {
                if (session != null && session.status() == SessionStatus.STOPPING) {
                    SessionEnding.stop(
                            draft, session, Duration.ZERO, "the stop was not reported", session.suspending());
                }
            }
            case TASK_TIMEOUT -> {
                Task.Attempt attempt = task == null ? null : task.attempt();
                if (task != null
                        && attempt != null
                        && task.status() == TaskStatus.RUNNING
                        && attempt.number() == timer.generation()) {
                    TaskDecider.endEarly(
                            draft,
                            task,
                            TaskStatus.TIMED_OUT,
                            "the attempt ran for " + task.spec().timeout());
                }
            }
            case TASK_QUEUE -> {
                if (task != null
                        && task.status() == TaskStatus.QUEUED
                        && task.attempts().isEmpty()) {
                    String waited = "waited for " + task.spec().queueTimeout();
                    TaskDecider.finish(
                            draft,
                            task,
                            TaskStatus.TIMED_OUT,
                            null,
                            task.waiting() == null ? waited : waited + ": " + task.waiting());
                }
            }
        }
    }

    /// The session that the timer is about, null when it has been launched anew since.
    private static @Nullable Session session(Draft draft, Row.Timer timer) {
        Session session = timer.entity().type() == EntityType.SESSION
                ? SessionDecider.find(draft, timer.entity().id())
                : null;
        return session != null && session.epoch() == timer.generation() ? session : null;
    }

    private static void unplaced(Draft draft, Session session) {
        String why = Placing.choose(
                                draft,
                                session.spec().provider(),
                                session.spec().interactive(),
                                session.spec().placement(),
                                session.spec().workspace())
                        instanceof Placing.Choice.None none
                ? none.why()
                : "no host took it";
        failed(draft, session, ErrorCode.NO_HOST, why);
    }

    /// The directive has expired by now, so the host refuses it if it still comes: there is, and will be, no process
    /// unless the host reported one. What a host began and never reported is stopped.
    private static void unstarted(Draft draft, Session session) {
        if (session.hostId() != null) {
            draft.tell(
                    session.hostId(),
                    new Directive.Stop(session.id(), session.epoch(), Duration.ZERO, "it did not start in time"));
            draft.tell(session.hostId(), new Directive.TakeInventory("a session did not start in time"));
        }
        if (session.status() == SessionStatus.PLACED) {
            failed(draft, session, ErrorCode.EXPIRED, "its host did not start it in time");
        } else {
            SessionEnding.lose(draft, session, "its host began to start it and never said that it runs", false);
        }
    }

    private static void failed(Draft draft, Session session, ErrorCode code, String why) {
        SessionEnd end = new SessionEnd(draft.now(), true, null, null, code, why, 0, 0, null, null, List.of());
        SessionEnding.end(draft, session, SessionStatus.FAILED_TO_START, end);
    }
}
