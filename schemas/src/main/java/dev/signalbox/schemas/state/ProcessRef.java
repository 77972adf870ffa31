package dev.signalbox.schemas.state;

import dev.signalbox.schemas.error.Check;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The process of a session, as its host knows it.
///
/// @param startTicks field 22 of /proc/pid/stat, which with pid and boot id is never reused
/// @param branch the worktree's branch, null without one
/// @param baseCommit the commit that the worktree began from
/// @param attachCommand the argv with which a person on the host gets to the terminal; empty without one
public record ProcessRef(
        long pid,
        long startTicks,
        String bootId,
        Instant startedAt,
        String cwd,
        @Nullable String branch,
        @Nullable String baseCommit,
        @Nullable String tmuxSession,
        @Nullable String tmuxPane,
        List<String> attachCommand) {

    public ProcessRef {
        attachCommand = Check.list("attachCommand", attachCommand, 16);
    }
}
