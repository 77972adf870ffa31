package dev.signalbox.api.dialect.elemental;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.dialect.elemental.Launch.Place;
import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.error.InvalidFieldException;
import dev.signalbox.schemas.state.Repository;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a session is to work, from what a request names: a directory, else a worktree, else the host's own place.
final class Whereabouts {
    private static final int WORKTREE = 256;

    private final Trees trees;
    private final @Nullable String root;

    /// @param root of the project on its host, as the setting says it; null: the repository's
    Whereabouts(Trees trees, @Nullable String root) {
        this.trees = trees;
        this.root = root;
    }

    Place place(Principal principal, Body body) throws InterruptedException {
        String directory = body.text("workingDirectory");
        String worktree = body.text("worktree");
        if (worktree != null && worktree.getBytes(StandardCharsets.UTF_8).length > WORKTREE) {
            throw new InvalidFieldException(
                    ErrorCode.TOO_LARGE, "worktree", "worktree is larger than " + WORKTREE + " bytes");
        }
        if (worktree != null && List.of(worktree.split("/", -1)).contains("..")) {
            throw Check.invalid("worktree", "must not lead outside: it has '..'");
        }
        Optional<Repository> repository = worktree == null ? trees.known(principal) : trees.repository(principal);
        String project = root != null
                ? root
                : repository
                        .map(Repository::path)
                        .or(() -> trees.base(principal))
                        .orElse(null);
        if (directory != null) {
            return new Place(absolute(directory, project), null, worktree, project);
        }
        if (worktree == null) {
            return new Place(null, null, null, project);
        }
        Optional<Place> tree = repository.flatMap(known -> in(known, worktree, project));
        if (tree.isPresent()) {
            return tree.get();
        }
        if (worktree.startsWith("/")) {
            // Whether it is there, and inside a base directory, its host looks itself.
            return new Place(worktree, null, worktree, project);
        }
        if (repository.isEmpty()) {
            throw Check.invalid("worktree", "cannot be found: no repository is known to have worktrees");
        }
        // It may be younger than what is known.
        return trees.fresh(principal)
                .flatMap(now -> in(now, worktree, project))
                .orElseThrow(() -> Check.invalid("worktree", "must name a worktree: there is none called " + worktree));
    }

    private static Optional<Place> in(Repository repository, String worktree, @Nullable String project) {
        return WorktreePaths.named(repository, worktree)
                .map(tree -> new Place(tree.path(), repository.hostId(), worktree, project));
    }

    private static String absolute(String path, @Nullable String project) {
        if (path.startsWith("/")) {
            return path;
        }
        if (project == null) {
            throw Check.invalid("workingDirectory", "must be an absolute path of the host");
        }
        return project + "/" + path;
    }
}
