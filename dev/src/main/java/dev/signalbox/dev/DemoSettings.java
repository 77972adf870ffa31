package dev.signalbox.dev;

import dev.signalbox.settings.Setting;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How `demo` runs.
record DemoSettings(
        @Setting("Git repository to work on, in worktrees of its own; not set: the demo makes one.") @Nullable
        Path repo,

        @Setting(value = "Who does the work: programs, or an AI that this machine has.", byDefault = "command")
        Worker provider) {
    enum Worker {
        COMMAND,
        CLAUDE,
        CODEX
    }
}
