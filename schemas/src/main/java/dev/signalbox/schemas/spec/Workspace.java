package dev.signalbox.schemas.spec;

import dev.signalbox.schemas.error.Check;
import org.jspecify.annotations.Nullable;

/// The directory a session works in: `cwd`, absolute and inside a base directory of the host; or a git worktree made
/// for it.
/// With neither, the host's first base directory.
public record Workspace(@Nullable String cwd, @Nullable Worktree worktree) {
    public static final Workspace DEFAULT = new Workspace(null, null);

    public Workspace {
        Check.optionalText("cwd", cwd, Check.MAX_NAME);
        if (cwd != null && worktree != null) {
            throw Check.invalid("cwd", "and worktree exclude each other");
        }
    }

    /// A new worktree of a repository on the host.
    ///
    /// @param repository absolute path of the repository, inside a base directory
    /// @param branch the branch to make or check out; null: `signalbox/<session id>`
    /// @param base what a new branch starts from; null: the repository's HEAD
    public record Worktree(
            String repository,
            @Nullable String branch,
            @Nullable String base) {
        public Worktree {
            Check.text("repository", repository, Check.MAX_NAME);
            Check.optionalText("branch", branch, 255);
            Check.optionalText("base", base, 255);
        }
    }
}
