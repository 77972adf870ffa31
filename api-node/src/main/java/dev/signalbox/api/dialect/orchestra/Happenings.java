package dev.signalbox.api.dialect.orchestra;

import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.event.EventRecord;
import dev.signalbox.schemas.state.Activity;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionEnd;
import dev.signalbox.schemas.state.SessionStatus;
import dev.signalbox.schemas.state.Task;
import dev.signalbox.schemas.state.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes messages of events. It remembers what each live agent was last said to be, so that only changes are told.
final class Happenings {
    private final Map<String, String> told = new HashMap<>();

    /// @param task as it is now, or a little later
    List<Said> task(EventRecord event, Task task, String cursor) {
        TaskStatus status = status(event.event());
        if (status == null) {
            return List.of();
        }
        Instant at = event.cause().at();
        Instant started = Mapping.started(task);
        boolean counted = started != null && status != TaskStatus.QUEUED && !started.isAfter(at);
        Task.Attempt attempt = task.attempt();
        String session = attempt == null ? task.spec().sessionId() : attempt.sessionId();
        List<Said> said = new ArrayList<>();
        said.add(new Said.TaskUpdate(
                task.number(),
                task.spec().provider(),
                Mapping.status(status),
                counted ? Duration.between(started, at).toMillis() : 0,
                task.id(),
                session,
                cursor));
        if (status == TaskStatus.TIMED_OUT) {
            said.add(new Said.Failed(
                    OrchestraRefusals.Code.TASK_TIMEOUT.wire(),
                    "the task took longer than it may",
                    session,
                    task.id(),
                    cursor));
        }
        return said;
    }

    /// What the event says that a task has become; null when that is no news here.
    private static @Nullable TaskStatus status(Event event) {
        if (event instanceof Event.TaskRunning) {
            return TaskStatus.RUNNING;
        }
        if (event instanceof Event.TaskEnded ended) {
            return ended.status();
        }
        boolean queued = event instanceof Event.TaskQueued
                || event instanceof Event.TaskRetried
                || event instanceof Event.TaskAttemptFailed;
        return queued ? TaskStatus.QUEUED : null;
    }

    /// @param session as it is now, or a little later
    List<Said> session(EventRecord event, Session session, String cursor) {
        String status = status(event.event(), session);
        if (status == null || Objects.equals(told.get(session.id()), status)) {
            return List.of();
        }
        boolean over = event.event() instanceof Event.SessionEnded || event.event() instanceof Event.SessionLost;
        if (over) {
            told.remove(session.id());
        } else {
            told.put(session.id(), status);
        }
        List<Said> said = new ArrayList<>();
        said.add(new Said.AgentStatus(
                session.id(), status, Times.iso(event.cause().at()), cursor));
        if (over && status.equals(AgentStatuses.ERROR)) {
            said.add(crash(session, cursor));
        }
        return said;
    }

    private static @Nullable String status(Event event, Session session) {
        if (event instanceof Event.SessionActivityChanged changed) {
            return changed.activity() == Activity.WORKING ? AgentStatuses.RUNNING : AgentStatuses.IDLE;
        }
        if (event instanceof Event.SessionUnknown) {
            return AgentStatuses.ERROR;
        }
        if (event instanceof Event.SessionEnded || event instanceof Event.SessionLost) {
            return AgentStatuses.of(session);
        }
        boolean runs = event instanceof Event.SessionRunning || event instanceof Event.SessionFound;
        return runs ? AgentStatuses.RUNNING : null;
    }

    private static Said.Failed crash(Session session, String cursor) {
        SessionEnd end = session.end();
        boolean never = session.status() == SessionStatus.FAILED_TO_START;
        String why = end == null
                ? "its host is gone"
                : end.reason() != null
                        ? end.reason()
                        : end.signal() != null ? "ended by " + end.signal() : "exit code " + end.exitCode();
        return new Said.Failed(
                never ? OrchestraRefusals.Code.AGENT_SPAWN_FAILED.wire() : OrchestraRefusals.Code.AGENT_CRASHED.wire(),
                (never ? "Agent session could not be started: " : "Agent session terminated unexpectedly: ") + why,
                session.id(),
                null,
                cursor);
    }
}
