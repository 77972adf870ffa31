package dev.signalbox.api.core;

import dev.signalbox.schemas.command.Command;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a token may allow. The wire name stands in the token's `scope`.
public enum Capability {
    /// Read everything of the namespace.
    VIEW("view"),
    /// Prompt, type, resize.
    INPUT("input"),
    /// Start and resume sessions, create and retry tasks, make and change agents, add and remove worktrees; write a
    /// dialect's records.
    CREATE("create"),
    /// Create and retry tasks, and nothing else; whoever may [#CREATE] may this too.
    DELEGATE("delegate"),
    /// Stop sessions, cancel tasks.
    STOP("stop"),
    /// Drain and remove hosts, hand out join tokens, read the metrics.
    ADMIN("admin"),
    /// Join the namespace as a host, and nothing else.
    JOIN("host:join");

    private final String wireName;

    Capability(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    public static Optional<Capability> named(String name) {
        return Arrays.stream(values()).filter(c -> c.wireName.equals(name)).findFirst();
    }

    /// The matrix: what each command needs, all of it. Time is nobody's to send, and needs nothing.
    public static Set<Capability> neededFor(Command command) {
        return switch (command) {
            case Command.StartSession start -> starting(start.taskId());
            case Command.ResumeSession resume -> starting(resume.taskId());
            case Command.CreateAgent _,
                    Command.UpdateAgent _,
                    Command.DeleteAgent _,
                    Command.AddWorktree _,
                    Command.RemoveWorktree _,
                    Command.PutDocument _,
                    Command.DeleteDocument _ -> EnumSet.of(CREATE);
            case Command.CreateTask _, Command.RetryTask _ -> EnumSet.of(DELEGATE);
            case Command.SendInput _,
                    Command.CancelInput _,
                    Command.MoveInput _,
                    Command.AcquireWriter _,
                    Command.ReleaseWriter _,
                    Command.ResizeSession _ -> EnumSet.of(INPUT);
            case Command.StopSession _, Command.CancelTask _ -> EnumSet.of(STOP);
            case Command.OpenNamespace _, Command.DrainHost _, Command.UndrainHost _, Command.RemoveHost _ ->
                EnumSet.of(ADMIN);
            case Command.JoinHost _ -> EnumSet.of(JOIN);
            case Command.Lookup _, Command.MeasureSession _, Command.InspectRepository _ -> EnumSet.of(VIEW);
            case Command.Tick _ -> EnumSet.noneOf(Capability.class);
        };
    }

    /// Whoever gives a session a task cancels it in the queue.
    private static Set<Capability> starting(@Nullable String taskId) {
        return taskId == null ? EnumSet.of(CREATE) : EnumSet.of(CREATE, STOP);
    }
}
