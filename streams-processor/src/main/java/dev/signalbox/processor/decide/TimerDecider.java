package dev.signalbox.processor.decide;

import dev.signalbox.processor.row.Keys;
import dev.signalbox.processor.row.Row;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.spec.SilentHostPolicy;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.HostStatus;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionEnd;
import dev.signalbox.schemas.state.SessionStatus;
import dev.signalbox.schemas.state.Task;
import dev.signalbox.schemas.state.TaskStatus;
import java.time.Duration;
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
                if (session != null) {
                    unstarted(draft, session);
                }
            }
            case SILENCE -> {
                if (session != null) {
                    stillSilent(draft, session);
                }
            }
            case STOP -> {
                if (session != null && session.status() == SessionStatus.STOPPING) {
                    SessionEnding.stopAgain(draft, session);
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
                if (task != null && task.status() == TaskStatus.QUEUED && queuedAt(task) == timer.generation()) {
                    String waited = "waited for " + task.spec().queueTimeout();
                    TaskDecider.finish(
                            draft,
                            task,
                            TaskStatus.TIMED_OUT,
                            null,
                            task.waiting() == null ? waited : waited + ": " + task.waiting());
                }
            }
            case INPUT -> InputDecider.unreported(draft, timer.entity().id());
            case WORKTREE -> RepositoryDecider.unreported(draft, timer.entity().id(), timer.generation());
            case FILL -> Queues.fill(draft);
            case DOCUMENT -> DocumentDecider.expired(draft, timer.entity(), timer.generation());
            case FORGET -> Forgetting.fire(draft, timer);
        }
    }

    /// When a task that waits came to the queue, in milliseconds: what caused its status.
    static long queuedAt(Task task) {
        return task.cause().at().toEpochMilli();
    }

    /// The session that the timer is about, null when the timer is of another launch or another silence.
    private static @Nullable Session session(Draft draft, Row.Timer timer) {
        Session session = timer.entity().type() == EntityType.SESSION
                ? SessionDecider.find(draft, timer.entity().id())
                : null;
        if (session == null) {
            return null;
        }
        long generation = session.epoch();
        if (timer.kind() == Row.TimerKind.SILENCE) {
            generation =
                    session.silence() == null ? 0 : session.silence().since().toEpochMilli();
        }
        return generation == timer.generation() ? session : null;
    }

    private static void unplaced(Draft draft, Session session) {
        String why =
                Placing.choose(draft, Needs.of(session.spec()), session.spec().workspace())
                                instanceof Placing.Choice.None none
                        ? none.why()
                        : "no host took it";
        SessionEnd end = SessionEnding.ended(draft, true, ErrorCode.NO_HOST, why);
        SessionEnding.end(draft, session, SessionStatus.FAILED_TO_START, end);
    }

    /// A host that accepted the launch and is there may take its time: it is asked whether it still has it. One
    /// that never did is given up, for by now the directive has expired and the host refuses it; but no proof
    /// of that has come, and so an exclusive session is stopped instead and holds its agent until the host has
    /// spoken.
    private static void unstarted(Draft draft, Session session) {
        switch (session.status()) {
            case PLACED -> neverAccepted(draft, session, "expired: its host did not begin to start it in time");
            case UNKNOWN -> {
                Session.Silence silence = session.silence();
                if (silence != null
                        && silence.was() == SessionStatus.PLACED
                        && !session.spec().exclusive()) {
                    neverAccepted(draft, session, "expired: its host fell silent before it began to start it");
                }
            }
            case STARTING -> {
                if (session.hostId() != null) {
                    draft.tell(session.hostId(), new Directive.TakeInventory("a session takes long to start"));
                }
                Launching.awaitStart(draft, session, session.epoch());
            }
            case REQUESTED, RUNNING, STOPPING, ENDED, FAILED_TO_START, SUSPENDED, LOST -> {}
        }
    }

    private static void neverAccepted(Draft draft, Session session, String why) {
        if (session.hostId() != null) {
            draft.tell(session.hostId(), new Directive.TakeInventory("a session was not begun in time"));
        }
        if (session.spec().exclusive()) {
            SessionEnding.stop(draft, session, Duration.ZERO, why, false);
        } else {
            SessionEnding.lose(draft, session, why, replaces(session));
        }
    }

    /// A host that is back, though it has not said yet whether it has the session, is silent no more: it stops
    /// nothing by itself, and its inventory is on its way.
    private static void stillSilent(Draft draft, Session session) {
        Host host = HostDecider.find(draft, session.hostId());
        if (session.status() == SessionStatus.UNKNOWN && host != null && host.status() == HostStatus.UNREACHABLE) {
            boolean replace = replaces(session);
            String why = replace ? "its host stayed silent; replaced" : "its host stayed silent and was to stop it";
            SessionEnding.lose(draft, session, why, replace);
        }
    }

    /// One that was to be stopped is not replaced.
    private static boolean replaces(Session session) {
        return session.spec().silentHost().action() == SilentHostPolicy.Action.REPLACE
                && !SessionEnding.stopping(session);
    }
}
