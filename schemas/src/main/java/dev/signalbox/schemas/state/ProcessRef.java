package dev.signalbox.schemas.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The process of a session, as its host knows it.
///
/// @param startTicks field 22 of /proc/pid/stat, which with pid and boot id is never reused
/// @param branch the worktree's branch, null without one
/// @param baseCommit the commit that the worktree began from
public record ProcessRef(
        long pid,
        long startTicks,
        String bootId,
        Instant startedAt,
        String cwd,
        @Nullable String branch,
        @Nullable String baseCommit,
        @Nullable String tmuxSession,
        @Nullable String tmuxPane) {}
