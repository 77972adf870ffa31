package dev.signalbox.schemas.state;

import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.error.ErrorCode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A git repository on a host, with its worktrees as its host saw them last. Its id follows from host and path.
///
/// @param path absolute; the real path of the repository's own working tree once a host has seen it
/// @param aliasOf the repository that this path leads to, when it is not the real one itself
/// @param present whether its host found it
/// @param problem why it is not present
/// @param defaultBranch what new branches usually start from: origin's HEAD, else main, master or develop, else HEAD
/// @param inspectedAt when the host's newest look at it came into the log
public record Repository(
        String id,
        String hostId,
        String path,
        @Nullable String aliasOf,
        boolean present,
        @Nullable Problem problem,
        @Nullable String defaultBranch,
        List<WorkingTree> worktrees,
        Instant createdAt,
        @Nullable Instant inspectedAt,
        Cause cause)
        implements Entity {

    /// Most worktrees that are kept of one repository.
    public static final int MAX_WORKTREES = 500;

    /// The folder below a repository in which its worktrees are made.
    public static final String ROOT = ".worktrees";

    public Repository {
        worktrees = Check.list("worktrees", worktrees, MAX_WORKTREES);
    }

    /// One working tree.
    ///
    /// @param relativePath as seen from the repository
    /// @param branch null: its HEAD is on none
    /// @param head the commit; null while it is made, and where there is none yet
    /// @param operation number of the command's event that last began to make or remove it; 0: nobody here did
    /// @param branchCreated whether making it made its branch
    /// @param attributes what the one who had it made gave it
    /// @param createdAt null: it was not made here
    /// @param problem why making or removing it failed
    public record WorkingTree(
            String path,
            String relativePath,
            @Nullable String branch,
            @Nullable String head,
            boolean main,
            WorktreeState state,
            long operation,
            boolean branchCreated,
            Map<String, String> attributes,
            @Nullable Instant createdAt,
            @Nullable Problem problem) {

        /// The same in another state.
        public WorkingTree with(WorktreeState next, long newOperation, @Nullable Problem why) {
            return new WorkingTree(
                    path,
                    relativePath,
                    branch,
                    head,
                    main,
                    next,
                    newOperation,
                    branchCreated,
                    attributes,
                    createdAt,
                    why);
        }
    }

    public enum WorktreeState {
        /// Its host was told to make it.
        CREATING,
        ACTIVE,
        /// Its host was told to remove it.
        CLEANING,
        /// It could not be made, and is not there.
        FAILED
    }

    /// What a host could not do, in its own words.
    public record Problem(ErrorCode code, String message) {}

    /// What a host sees of one worktree.
    public record Seen(
            String path,
            String relativePath,
            @Nullable String branch,
            @Nullable String head,
            boolean main) {}

    @Override
    public EntityRef ref() {
        return new EntityRef(EntityType.REPOSITORY, id);
    }

    /// The worktree at a path, absolute or as seen from the repository.
    public Optional<WorkingTree> worktree(String at) {
        return worktrees.stream()
                .filter(worktree ->
                        worktree.path().equals(at) || worktree.relativePath().equals(at))
                .findFirst();
    }

    /// The same with one worktree in the place of the one at its path, or at the end.
    public Repository having(WorkingTree worktree, Cause because) {
        boolean known = worktree(worktree.path()).isPresent();
        List<WorkingTree> changed = known
                ? worktrees.stream()
                        .map(one -> one.path().equals(worktree.path()) ? worktree : one)
                        .toList()
                : Stream.concat(worktrees.stream(), Stream.of(worktree)).toList();
        return holding(changed, because);
    }

    public Repository lacking(String worktreePath, Cause because) {
        return holding(
                worktrees.stream()
                        .filter(one -> !one.path().equals(worktreePath))
                        .toList(),
                because);
    }

    private Repository holding(List<WorkingTree> changed, Cause because) {
        return new Repository(
                id, hostId, path, aliasOf, present, problem, defaultBranch, changed, createdAt, inspectedAt, because);
    }
}
