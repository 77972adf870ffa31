package dev.signalbox.api.core;

import dev.signalbox.schemas.command.Command;
import java.util.Arrays;
import java.util.Optional;

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

    /// The matrix: what each command needs. Time is nobody's to send.
    public static Optional<Capability> neededFor(Command command) {
        return switch (command) {
            case Command.StartSession _,
                    Command.ResumeSession _,
                    Command.CreateAgent _,
                    Command.UpdateAgent _,
                    Command.DeleteAgent _,
                    Command.AddWorktree _,
                    Command.RemoveWorktree _,
                    Command.PutDocument _,
                    Command.DeleteDocument _ -> Optional.of(CREATE);
            case Command.CreateTask _, Command.RetryTask _ -> Optional.of(DELEGATE);
            case Command.SendInput _,
                    Command.CancelInput _,
                    Command.MoveInput _,
                    Command.AcquireWriter _,
                    Command.ReleaseWriter _,
                    Command.ResizeSession _ -> Optional.of(INPUT);
            case Command.StopSession _, Command.CancelTask _ -> Optional.of(STOP);
            case Command.OpenNamespace _, Command.DrainHost _, Command.UndrainHost _, Command.RemoveHost _ ->
                Optional.of(ADMIN);
            case Command.JoinHost _ -> Optional.of(JOIN);
            case Command.Lookup _, Command.MeasureSession _, Command.InspectRepository _ -> Optional.of(VIEW);
            case Command.Tick _ -> Optional.empty();
        };
    }
}
