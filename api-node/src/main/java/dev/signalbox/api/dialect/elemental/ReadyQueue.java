package dev.signalbox.api.dialect.elemental;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Page;
import dev.signalbox.schemas.state.Task;
import dev.signalbox.schemas.state.TaskStatus;
import java.util.Comparator;
import java.util.List;

/// The work that waits for an agent: an agent that is resumed takes it up first.
final class ReadyQueue {
    private static final int MOST = 100;

    private final ApiCore core;

    ReadyQueue(ApiCore core) {
        this.core = core;
    }

    /// What was found; `tasks` are in the order in which they are to be done.
    record UwpCheck(boolean checked, boolean hasReadyTasks, List<ReadyTask> tasks) {
        static UwpCheck of(boolean checked, List<Task> tasks) {
            return new UwpCheck(
                    checked, !tasks.isEmpty(), tasks.stream().map(ReadyTask::of).toList());
        }
    }

    /// @param priority 1, the most urgent, to 5
    record ReadyTask(String id, String title, int priority, String status) {
        private static final int TITLE = 60;

        static ReadyTask of(Task task) {
            String title = task.spec().title();
            String shown = title != null && !title.isBlank()
                    ? title
                    : task.spec().instruction().strip().lines().findFirst().orElse("");
            int end = shown.offsetByCodePoints(0, Math.min(TITLE, shown.codePointCount(0, shown.length())));
            return new ReadyTask(
                    task.id(), shown.substring(0, end), priority(task.spec().priority()), "open");
        }

        /// Higher is sooner here, lower there.
        static int priority(int ours) {
            return ours >= 50 ? 1 : ours > 0 ? 2 : ours == 0 ? 3 : ours > -50 ? 4 : 5;
        }
    }

    /// The tasks that wait for this agent and that a prompt can tell.
    List<Task> of(Principal principal, String agentId) {
        return core
                .views()
                .page(
                        principal.namespace(),
                        Kind.TASK,
                        task -> task.status() == TaskStatus.QUEUED && agentId.equals(task.agentId()),
                        new Page.Request(MOST, null))
                .items()
                .stream()
                .flatMap(task -> core.views().get(principal.namespace(), Kind.TASK, task.id()).stream())
                .map(row -> row.entity())
                .filter(task -> !task.spec().instruction().isBlank())
                .sorted(Comparator.comparingInt((Task task) -> -task.spec().priority())
                        .thenComparing(Task::createdAt))
                .toList();
    }
}
