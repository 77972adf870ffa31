package dev.signalbox.processor.decide;

import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.spec.TaskSpec;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Task;
import dev.signalbox.schemas.state.TaskStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// How events change a task.
final class TaskFold {
    private TaskFold() {}

    static void edit(Evolve.Fold fold, String id, Consumer<Task.Edit> change) {
        fold.put(Evolve.need(Task.class, fold, EntityType.TASK, id).edit(change));
    }

    static Task queued(String id, long number, TaskSpec spec, Cause cause) {
        return new Task(
                id,
                number,
                spec,
                TaskStatus.QUEUED,
                null,
                List.of(),
                spec.maxAttempts(),
                null,
                null,
                null,
                cause.at(),
                null,
                cause);
    }

    static void assigned(Task.Edit task, Event.TaskAssigned e, Cause cause) {
        List<Task.Attempt> attempts = new ArrayList<>(task.attempts);
        attempts.add(new Task.Attempt(e.attempt(), e.sessionId(), cause.at(), null, null, null, null));
        task.attempts = attempts;
        task.status = TaskStatus.ASSIGNED;
        task.waiting = null;
        task.cause = cause;
    }

    static void running(Task.Edit task, Cause cause) {
        newest(task, attempt -> attempt.started(cause.at()));
        task.status = TaskStatus.RUNNING;
        task.cause = cause;
    }

    static void ending(Task.Edit task, Event.TaskEnding e, Cause cause) {
        task.ending = e.status();
        task.reason = e.reason();
        task.cause = cause.because(e.reason());
    }

    static void attemptFailed(Task.Edit task, Event.TaskAttemptFailed e, Cause cause) {
        newest(task, attempt -> attempt.ended(e.outcome(), e.reason(), cause.at()));
        task.status = TaskStatus.QUEUED;
        task.ending = null;
        task.cause = cause.because(e.reason());
    }

    static void ended(Task.Edit task, Event.TaskEnded e, Cause cause) {
        newest(
                task,
                attempt -> attempt.endedAt() == null ? attempt.ended(e.status(), e.reason(), cause.at()) : attempt);
        task.status = e.status();
        task.result = e.result();
        task.reason = e.reason();
        task.ending = null;
        task.waiting = null;
        task.endedAt = cause.at();
        task.cause = cause.because(e.reason());
    }

    static void retried(Task.Edit task, Cause cause) {
        task.status = TaskStatus.QUEUED;
        task.attemptsAllowed = task.attempts.size() + 1;
        task.result = null;
        task.reason = null;
        task.endedAt = null;
        task.cause = cause;
    }

    private static void newest(Task.Edit task, UnaryOperator<Task.Attempt> change) {
        if (!task.attempts.isEmpty()) {
            List<Task.Attempt> attempts = new ArrayList<>(task.attempts);
            attempts.set(attempts.size() - 1, change.apply(attempts.getLast()));
            task.attempts = attempts;
        }
    }
}
