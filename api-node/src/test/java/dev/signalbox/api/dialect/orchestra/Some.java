package dev.signalbox.api.dialect.orchestra;

import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.event.EventRecord;
import dev.signalbox.schemas.spec.ApprovalMode;
import dev.signalbox.schemas.spec.Placement;
import dev.signalbox.schemas.spec.TaskSpec;
import dev.signalbox.schemas.spec.Workspace;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.Task;
import dev.signalbox.schemas.state.TaskResult;
import dev.signalbox.schemas.state.TaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Things as the decider would have them.
final class Some {
    private Some() {}

    static Cause cause(String at) {
        return new Cause(Cause.Kind.COMMAND, "c-1", "test", null, "t", 0, 0, Instant.parse(at), null);
    }

    static EventRecord event(EntityRef ref, Event event, String at) {
        return new EventRecord("default", 9, 8, ref, cause(at), event);
    }

    static Task task(TaskStatus status) {
        var spec = new TaskSpec(
                null,
                "do it",
                "droid",
                List.of(),
                null,
                Workspace.DEFAULT,
                Placement.ANYWHERE,
                List.of(),
                Map.of(),
                Map.of(),
                ApprovalMode.EDITS,
                null,
                null,
                1,
                0,
                "sess-droid-a1b2c3d4");
        Instant created = Instant.parse("2026-11-20T09:00:00.100Z");
        Instant started = created.plusSeconds(1);
        var attempt = new Task.Attempt(1, "sess-droid-a1b2c3d4", created, started, null, null, null);
        return new Task(
                "ticket-1",
                7,
                spec,
                status,
                null,
                status == TaskStatus.QUEUED ? List.of() : List.of(attempt),
                1,
                null,
                status == TaskStatus.COMPLETED
                        ? new TaskResult(true, "done\nmodified: a.py", 0, null, null, null, null)
                        : null,
                status == TaskStatus.FAILED ? "exit code 1" : null,
                created,
                status.terminal() ? started.plusSeconds(300) : null,
                cause("2026-11-20T09:00:00Z"));
    }
}
