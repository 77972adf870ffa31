package dev.signalbox.host.session;

import dev.signalbox.schemas.state.SessionEnd.WorkspaceResult;
import org.jspecify.annotations.Nullable;

/// What is left to do in the workspace when the process is gone.
@FunctionalInterface
public interface Finishing {
    /// Keeps what the session changed in a worktree as a commit; null without a worktree.
    @Nullable
    WorkspaceResult finish(SessionNote note);
}
