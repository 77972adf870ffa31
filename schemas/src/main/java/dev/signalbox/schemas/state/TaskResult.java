package dev.signalbox.schemas.state;

import dev.signalbox.schemas.output.Item.Usage;
import dev.signalbox.schemas.state.SessionEnd.WorkspaceResult;
import org.jspecify.annotations.Nullable;

/// What came out of a task's last attempt.
///
/// @param text the agent's final text, at most 256 KiB; null where the provider gives none
/// @param tail the end of the output, at most 8 KiB, where there is no text
public record TaskResult(
        boolean success,
        @Nullable String text,
        @Nullable Integer exitCode,
        @Nullable String signal,
        @Nullable String tail,
        @Nullable WorkspaceResult workspace,
        @Nullable Usage usage) {}
