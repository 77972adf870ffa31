package dev.signalbox.schemas.state;

import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.error.ErrorCode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a session ended.
///
/// @param proven whether an exit status or an empty process group was seen
/// @param code why it failed to start, null otherwise
/// @param outBytes bytes of the main stream in all; the stream is complete when they were delivered
/// @param tail the end of what it wrote (of standard error for a failed start), at most 8 KiB
/// @param survivors pids that outlived the stop
public record SessionEnd(
        Instant endedAt,
        boolean proven,
        @Nullable Integer exitCode,
        @Nullable String signal,
        @Nullable ErrorCode code,
        @Nullable String reason,
        long outBytes,
        long errBytes,
        @Nullable String tail,
        @Nullable WorkspaceResult workspace,
        List<Long> survivors) {

    public SessionEnd {
        survivors = Check.list("survivors", survivors, 256);
    }

    /// What became of the worktree.
    ///
    /// @param commit the commit with the session's changes, null when nothing was changed
    /// @param filesChanged paths relative to the worktree, at most 1,000
    public record WorkspaceResult(
            String path,
            @Nullable String branch,
            @Nullable String commit,
            List<String> filesChanged,
            boolean truncated) {
        public WorkspaceResult {
            filesChanged = Check.list("filesChanged", filesChanged, 1_000);
        }
    }
}
