package dev.signalbox.processor.decide;

import dev.signalbox.processor.row.Keys;
import dev.signalbox.processor.row.Row;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.spec.TaskSpec;
import dev.signalbox.schemas.state.Agent;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.HostStatus;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionEnd;
import dev.signalbox.schemas.state.SessionStatus;
import dev.signalbox.schemas.state.Task;
import dev.signalbox.schemas.state.TaskResult;
import dev.signalbox.schemas.state.TaskStatus;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Queues tasks, gives them attempts, and draws their results from the sessions that serve them.
final class TaskDecider {
    /// Failures that another attempt would only repeat.
    private static final Set<ErrorCode> FINAL = EnumSet.of(
            ErrorCode.CWD_REFUSED, ErrorCode.ENV_REFUSED, ErrorCode.WORKTREE_REFUSED, ErrorCode.EXECUTABLE_NOT_FOUND);

    /// Characters of an agent's own words in the reason of a failure; the result has all of them.
    private static final int REASON = 200;

    private TaskDecider() {}

    private static EntityRef ref(String taskId) {
        return new EntityRef(EntityType.TASK, taskId);
    }

    private static @Nullable Task find(Draft draft, String taskId) {
        return draft.find(Task.class, EntityType.TASK, taskId);
    }

    private static Answer notFound(String taskId) {
        return Answer.refused(
                ErrorCode.TASK_NOT_FOUND,
                "taskId",
                "there is no task " + taskId + ", or it ended so long ago that it was forgotten");
    }

    static Answer create(Draft draft, Command.CreateTask command) {
        if (find(draft, command.taskId()) != null) {
            return Answer.refused(ErrorCode.ID_TAKEN, "taskId", "there is a task " + command.taskId());
        }
        TaskSpec spec = command.spec();
        Answer refusal = SessionDecider.check(draft, spec.session());
        if (refusal != null) {
            return refusal;
        }
        if (spec.agentId() != null && draft.find(Agent.class, EntityType.AGENT, spec.agentId()) == null) {
            return Answer.refused(ErrorCode.AGENT_NOT_FOUND, "agentId", "there is no agent " + spec.agentId());
        }
        int most = NamespaceDecider.limits(draft).openTasks();
        if (draft.counter().openTasks() >= most) {
            return Answer.refused(
                    ErrorCode.LIMIT_REACHED, "the namespace has " + most + " open tasks, as many as it may");
        }
        if (SessionDecider.find(draft, spec.sessionId()) != null) {
            return Answer.refused(ErrorCode.ID_TAKEN, "sessionId", "there is a session " + spec.sessionId());
        }
        Answer tooLarge = request(derived(command.taskId(), 1), command.taskId(), spec, 1, command.env())
                .tooLarge();
        if (tooLarge != null) {
            return tooLarge;
        }
        EntityRef ref = ref(command.taskId());
        draft.emit(
                ref,
                new Event.TaskQueued(spec.withEnvNames(
                        command.env().keySet().stream().sorted().toList())));
        if (!command.env().isEmpty()) {
            draft.put(Keys.secrets(draft.namespace(), command.taskId()), new Row.Secrets(command.env()));
        }
        queued(draft, command.taskId());
        return Answer.accepted(ref);
    }

    private static String derived(String taskId, int attempt) {
        return Ids.SESSION.derive(taskId + "/" + attempt);
    }

    /// The id that was asked for serves one attempt only, and none when another session took it meanwhile.
    private static String sessionId(Draft draft, Task task, int attempt) {
        String asked = task.spec().sessionId();
        return asked == null || attempt > 1 || SessionDecider.find(draft, asked) != null
                ? derived(task.id(), attempt)
                : asked;
    }

    private static Launching.Request request(
            String sessionId, String taskId, TaskSpec spec, int attempt, Map<String, String> env) {
        return new Launching.Request(sessionId, spec.session(), taskId, attempt, spec.instruction(), env);
    }

    /// A task has come to the queue: it has an attempt at once, or waits for as long as it may and says why.
    static void queued(Draft draft, String taskId) {
        String why = Queues.pending(draft) ? "others before it are being placed" : assign(draft, taskId);
        Task task = find(draft, taskId);
        if (task == null || task.status() != TaskStatus.QUEUED) {
            return;
        }
        if (why != null) {
            waits(draft, taskId, why);
        }
        if (task.spec().queueTimeout() != null) {
            draft.timer(
                    Row.ClockKind.WALL,
                    task.spec().queueTimeout(),
                    Row.TimerKind.TASK_QUEUE,
                    task.ref(),
                    TimerDecider.queuedAt(task));
        }
    }

    /// Gives a queued task an attempt if it can have one, and ends one that never can; else why it goes on
    /// waiting.
    static @Nullable String assign(Draft draft, String taskId) {
        Task task = find(draft, taskId);
        if (task == null || task.status() != TaskStatus.QUEUED) {
            return null;
        }
        TaskSpec spec = task.spec();
        Agent agent = draft.find(Agent.class, EntityType.AGENT, spec.agentId());
        if (spec.agentId() != null && agent == null) {
            finish(draft, task, TaskStatus.FAILED, null, "its agent was deleted");
            return null;
        }
        if (removed(draft, spec.placement().hostId())) {
            finish(draft, task, TaskStatus.FAILED, null, "its host was removed");
            return null;
        }
        if (agent != null && agent.activeSession() != null) {
            return "the agent has a live session";
        }
        if (SessionDecider.full(draft) != null) {
            return "the namespace has as many live sessions as it may";
        }
        return switch (Placing.choose(draft, Needs.of(spec), spec.workspace())) {
            case Placing.Choice.None(var why) -> why;
            case Placing.Choice.Found _ -> {
                begin(draft, task);
                yield null;
            }
        };
    }

    private static boolean removed(Draft draft, @Nullable String hostId) {
        Host host = HostDecider.find(draft, hostId);
        return host != null && host.status() == HostStatus.REMOVED;
    }

    static void waits(Draft draft, String taskId, String why) {
        Task task = find(draft, taskId);
        if (task != null && task.status() == TaskStatus.QUEUED && !why.equals(task.waiting())) {
            draft.emit(task.ref(), new Event.TaskWaiting(why));
        }
    }

    private static void begin(Draft draft, Task task) {
        TaskSpec spec = task.spec();
        int attempt = task.attempts().size() + 1;
        Launching.Request request =
                request(sessionId(draft, task, attempt), task.id(), spec, attempt, Launching.secrets(draft, task.id()));
        String agentId = spec.agentId() != null
                ? spec.agentId()
                : Launching.adhoc(draft, request.sessionId(), spec.provider(), Map.of());
        draft.emit(task.ref(), new Event.TaskAssigned(attempt, request.sessionId()));
        Launching.request(draft, request, agentId);
        Launching.placeOrWait(draft, request.sessionId());
    }

    /// The attempt's process runs.
    static void running(Draft draft, String taskId, int attempt) {
        Task task = find(draft, taskId);
        Task.Attempt newest = task == null ? null : task.attempt();
        if (task != null && newest != null && task.status() == TaskStatus.ASSIGNED && newest.number() == attempt) {
            draft.emit(task.ref(), new Event.TaskRunning(attempt));
            if (task.spec().timeout() != null) {
                draft.timer(Row.ClockKind.WALL, task.spec().timeout(), Row.TimerKind.TASK_TIMEOUT, task.ref(), attempt);
            }
        }
    }

    static Answer cancel(Draft draft, Command.CancelTask command) {
        Task task = find(draft, command.taskId());
        if (task == null) {
            return notFound(command.taskId());
        }
        if (task.status() == TaskStatus.CANCELED) {
            return Answer.accepted(task.ref());
        }
        if (task.status().terminal()) {
            return new Answer.Refused(ErrorCode.TASK_ENDED, "taskId", "the task is " + task.status(), task.ref());
        }
        endEarly(draft, task, TaskStatus.CANCELED, command.reason() == null ? "canceled" : command.reason());
        return Answer.accepted(task.ref());
    }

    /// Ends a task before its attempt does: at once when nothing runs or nobody can tell, else when the process
    /// has ended.
    static void endEarly(Draft draft, Task task, TaskStatus status, String reason) {
        Task.Attempt attempt = task.attempt();
        Session session =
                attempt == null || attempt.endedAt() != null ? null : SessionDecider.find(draft, attempt.sessionId());
        if (session == null || session.status().terminal()) {
            finish(draft, task, status, null, reason);
            return;
        }
        if (session.status() == SessionStatus.UNKNOWN) {
            finish(draft, task, status, null, reason + "; its host is silent, so its process may still run");
        } else if (task.ending() == null) {
            draft.emit(task.ref(), new Event.TaskEnding(status, reason));
        }
        SessionEnding.stop(draft, session, Limits.GRACE, reason, false);
    }

    /// The refusal of a task to a session of an agent; null when the session may take it.
    ///
    /// @param agentId null: the session's implicit one
    static @Nullable Answer untakable(Draft draft, String taskId, @Nullable String agentId) {
        Task task = find(draft, taskId);
        if (task == null) {
            return notFound(taskId);
        }
        if (task.status().terminal()) {
            return new Answer.Refused(ErrorCode.TASK_ENDED, "taskId", "the task is " + task.status(), task.ref());
        }
        String wanted = task.spec().agentId();
        if (task.status() != TaskStatus.QUEUED || (wanted != null && !wanted.equals(agentId))) {
            return new Answer.Refused(
                    ErrorCode.TASK_NOT_FOUND,
                    "taskId",
                    "the task " + taskId + " does not wait for this agent: "
                            + (wanted == null ? "it is " + task.status() : "it is that of " + wanted),
                    task.ref());
        }
        return null;
    }

    /// What a session is told that takes a task: the instruction first.
    ///
    /// @param taskId null, or none that is there: the prompt alone
    static @Nullable String told(Draft draft, @Nullable String taskId, @Nullable String prompt) {
        Task task = taskId == null ? null : find(draft, taskId);
        if (task == null || task.spec().instruction().isBlank()) {
            return prompt;
        }
        String instruction = task.spec().instruction();
        return prompt == null || prompt.isBlank() ? instruction : instruction + "\n\n" + prompt;
    }

    /// A session that was not made for it has the task: the queue gives it to no other.
    static void handOver(Draft draft, String taskId, String sessionId) {
        Task task = find(draft, taskId);
        if (task != null) {
            finish(draft, task, TaskStatus.CANCELED, null, "handed to session " + sessionId);
        }
    }

    static Answer retry(Draft draft, Command.RetryTask command) {
        Task task = find(draft, command.taskId());
        if (task == null) {
            return notFound(command.taskId());
        }
        if (!task.status().terminal()) {
            return new Answer.Refused(
                    ErrorCode.TASK_NOT_ENDED, "taskId", "the task is " + task.status() + " still", task.ref());
        }
        if (task.status() == TaskStatus.COMPLETED) {
            return new Answer.Refused(ErrorCode.TASK_ENDED, "taskId", "the task was completed", task.ref());
        }
        if (task.attempts().size() >= Task.MAX_ATTEMPTS) {
            return Answer.refused(ErrorCode.LIMIT_REACHED, "the task has had " + Task.MAX_ATTEMPTS + " attempts");
        }
        draft.emit(task.ref(), new Event.TaskRetried());
        queued(draft, task.id());
        return Answer.accepted(task.ref());
    }

    /// The session of an attempt is over: the task ends with it, or comes to the queue again. A process that
    /// was told to end and then says 0 has not thereby done its work; an agent that told a good result has.
    static void attemptOver(Draft draft, String taskId, String sessionId) {
        Task task = find(draft, taskId);
        Session session = SessionDecider.find(draft, sessionId);
        Task.Attempt attempt = task == null ? null : task.attempt();
        if (task == null
                || session == null
                || attempt == null
                || task.status().terminal()
                || !attempt.sessionId().equals(sessionId)) {
            return;
        }
        TaskResult result = result(session);
        String reason = reason(session);
        boolean stopped = SessionEnding.wasStopped(session);
        if (task.ending() != null) {
            finish(draft, task, task.ending(), result, task.reason());
        } else if (result.success() && (!stopped || session.lastResult() != null)) {
            finish(draft, task, TaskStatus.COMPLETED, result, null);
        } else if (stopped) {
            finish(draft, task, TaskStatus.CANCELED, result, "its session was stopped");
        } else if (task.attempts().size() < task.attemptsAllowed() && !permanent(session)) {
            draft.emit(task.ref(), new Event.TaskAttemptFailed(attempt.number(), TaskStatus.FAILED, reason));
        } else {
            finish(draft, task, TaskStatus.FAILED, result, reason);
        }
    }

    static void finish(
            Draft draft, Task task, TaskStatus status, @Nullable TaskResult result, @Nullable String reason) {
        draft.emit(task.ref(), new Event.TaskEnded(status, result, reason));
        if (status == TaskStatus.COMPLETED) {
            draft.put(Keys.secrets(draft.namespace(), task.id()), null);
        }
    }

    private static boolean permanent(Session session) {
        SessionEnd end = session.end();
        return end != null && end.code() != null && FINAL.contains(end.code());
    }

    private static String reason(Session session) {
        SessionEnd end = session.end();
        if (end == null
                || session.status() == SessionStatus.LOST
                || session.status() == SessionStatus.FAILED_TO_START) {
            return end == null || end.reason() == null ? session.status().name() : end.reason();
        }
        Item.Result last = session.lastResult();
        if (last != null && !last.success()) {
            String why = last.text()
                    .lines()
                    .map(String::strip)
                    .filter(l -> !l.isEmpty())
                    .findFirst()
                    .orElse("");
            return why.isEmpty() ? "the agent reported a failure" : "the agent reported a failure: " + cut(why);
        }
        return end.signal() != null ? "ended by " + end.signal() : "exit code " + end.exitCode();
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= REASON
                ? text
                : text.substring(0, text.offsetByCodePoints(0, REASON)) + "…";
    }

    private static TaskResult result(Session session) {
        SessionEnd end = session.end();
        Item.Result last = session.lastResult();
        boolean success = session.status() == SessionStatus.ENDED
                && end != null
                && end.exitCode() != null
                && end.exitCode() == 0
                && (last == null || last.success());
        return new TaskResult(
                success,
                last == null ? null : last.text(),
                end == null ? null : end.exitCode(),
                end == null ? null : end.signal(),
                end == null ? null : end.tail(),
                end == null ? null : end.workspace(),
                session.usage());
    }
}
