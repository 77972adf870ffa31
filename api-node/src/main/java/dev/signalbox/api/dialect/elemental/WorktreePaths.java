package dev.signalbox.api.dialect.elemental;

import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.state.Repository;
import dev.signalbox.schemas.state.Repository.WorkingTree;
import dev.signalbox.schemas.state.Repository.WorktreeState;
import java.util.Arrays;
import java.util.Optional;

/// What a client's path means in a repository: with or without a slash at its end, absolute or as seen from the
/// repository. A path only ever names what is there; it is never joined to another one. Pure.
final class WorktreePaths {
    private WorktreePaths() {}

    /// @throws dev.signalbox.schemas.error.InvalidFieldException INVALID_REQUEST for a path that leads out
    static Optional<WorkingTree> find(Repository repository, String path) {
        String relative = relative(repository, path);
        return repository.worktrees().stream()
                .filter(worktree -> worktree.state() != WorktreeState.FAILED)
                .filter(worktree -> worktree.relativePath().equals(relative)
                        || worktree.path().equals(trimmed(path)))
                .findFirst();
    }

    /// The worktree that a client calls by its path or by its name alone.
    static Optional<WorkingTree> named(Repository repository, String name) {
        return repository.worktrees().stream()
                .filter(worktree -> worktree.state() != WorktreeState.FAILED)
                .filter(worktree -> !worktree.main())
                .filter(worktree -> worktree.path().equals(trimmed(name))
                        || worktree.relativePath().equals(trimmed(name))
                        || worktree.path().endsWith("/" + Repository.ROOT + "/" + trimmed(name)))
                .findFirst();
    }

    /// As seen from the repository.
    ///
    /// @throws dev.signalbox.schemas.error.InvalidFieldException INVALID_REQUEST for a path that leads out
    static String relative(Repository repository, String path) {
        String plain = trimmed(path);
        if (Arrays.asList(plain.split("/", -1)).contains("..")) {
            throw Check.invalid("path", "must not lead out of the repository");
        }
        if (plain.equals(repository.path())) {
            return "";
        }
        if (plain.startsWith(repository.path() + "/")) {
            return plain.substring(repository.path().length() + 1);
        }
        if (plain.startsWith("/")) {
            boolean known = repository.worktrees().stream()
                    .anyMatch(worktree -> worktree.path().equals(plain));
            if (!known) {
                throw Check.invalid("path", "must lie in the repository");
            }
        }
        return plain.startsWith("./") ? plain.substring(2) : plain;
    }

    private static String trimmed(String path) {
        String plain = path;
        while (plain.length() > 1 && plain.endsWith("/")) {
            plain = plain.substring(0, plain.length() - 1);
        }
        return plain;
    }
}
