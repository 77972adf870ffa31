package dev.signalbox.host.workspace;

import dev.signalbox.host.process.Tool;
import dev.signalbox.host.refusal.Refusal;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.state.Repository;
import dev.signalbox.schemas.state.Repository.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Looks at the repositories inside the base directories, and makes and removes worktrees below them, with git alone.
/// Nothing that a repository configures is run. A worktree stands below `.worktrees` of its repository, which git is
/// told to overlook by the repository's own `info/exclude`: no file that people keep is changed. Of the worktrees that
/// others made, those outside of the base directories are neither shown nor touched; sessions' own stand in the data
/// directory.
public final class Repositories {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final String EXCLUDED = "/" + Repository.ROOT + "/";

    private final BaseDirectories bases;
    private final Path sessions;
    private final Git git;

    /// @param own the host agent's own environment
    public Repositories(BaseDirectories bases, Path dataDirectory, Map<String, String> own) {
        this.bases = bases;
        this.sessions = Worktrees.root(dataDirectory);
        this.git = new Git(own, TIMEOUT);
    }

    /// A repository, or why there is none.
    public sealed interface Looked {
        /// @param main its own working tree
        record Found(Path main, @Nullable String defaultBranch, List<Seen> worktrees) implements Looked {}

        record Refused(Refusal why) implements Looked {}
    }

    /// What came of a wish.
    public sealed interface Outcome {
        record Added(Seen worktree, boolean branchCreated) implements Outcome {}

        record Removed() implements Outcome {}

        record Refused(ErrorCode code, String message) implements Outcome {}
    }

    public Looked look(String path) {
        return switch (bases.resolve("path", path)) {
            case BaseDirectories.Resolved.Refused(var why) -> new Looked.Refused(why);
            case BaseDirectories.Resolved.Inside(var directory) -> {
                try {
                    yield lookIn(directory);
                } catch (IOException e) {
                    yield refused(String.valueOf(e.getMessage()));
                }
            }
        };
    }

    private Looked lookIn(Path directory) throws IOException {
        Tool.Outcome common = git.tried(directory, "rev-parse", "--path-format=absolute", "--git-common-dir");
        if (!common.ok()) {
            return refused("is not in a git repository");
        }
        List<WorktreeList.Entry> entries = list(directory);
        if (entries.isEmpty() || entries.getFirst().bare()) {
            return refused("belongs to a repository without a working tree of its own");
        }
        Path main = Path.of(entries.getFirst().path()).toRealPath();
        if (!bases.contain(main) || !bases.contain(Path.of(common.out().strip()).toRealPath())) {
            return refused("belongs to a repository outside the base directories of this host");
        }
        List<Seen> seen = new ArrayList<>();
        for (WorktreeList.Entry entry : entries) {
            boolean there = !entry.gone() && !entry.unfinished();
            if (there && ours(real(Path.of(entry.path()))) && seen.size() < Repository.MAX_WORKTREES) {
                seen.add(seen(main, entry));
            }
        }
        return new Looked.Found(main, defaultBranch(main), seen);
    }

    private static Seen seen(Path main, WorktreeList.Entry entry) {
        Path path = real(Path.of(entry.path()));
        String relative = path.equals(main) ? "." : main.relativize(path).toString();
        return new Seen(path.toString(), relative, entry.branch(), entry.head(), path.equals(main));
    }

    /// As far as it exists: of a folder that is gone, its name.
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException _) {
            return path.normalize();
        }
    }

    /// Whether a worktree may be looked at and removed.
    private boolean ours(Path realPath) {
        return bases.contain(realPath) || realPath.startsWith(real(sessions));
    }

    private List<WorktreeList.Entry> list(Path directory) throws IOException {
        return WorktreeList.parse(git.run(directory, "worktree", "list", "--porcelain", "-z"));
    }

    private @Nullable String defaultBranch(Path main) throws IOException {
        Tool.Outcome remote = git.tried(main, "symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD");
        if (remote.ok()) {
            String name = remote.out().strip();
            String local = name.substring(name.indexOf('/') + 1);
            return isBranch(main, local) ? local : name;
        }
        for (String usual : List.of("main", "master", "develop")) {
            if (isBranch(main, usual)) {
                return usual;
            }
        }
        Tool.Outcome head = git.tried(main, "symbolic-ref", "--quiet", "--short", "HEAD");
        return head.ok() ? head.out().strip() : null;
    }

    private boolean isBranch(Path main, String name) throws IOException {
        return git.tried(main, "show-ref", "--verify", "--quiet", "refs/heads/" + name)
                .ok();
    }

    /// @param repository its real path, as it was looked at
    /// @param path below `.worktrees`
    /// @param again whether it may have been begun before
    public Outcome add(String repository, String path, String branch, @Nullable String base, boolean again) {
        return asked(repository, main -> {
            if (branch.startsWith("-")
                    || !git.tried(main, "check-ref-format", "refs/heads/" + branch)
                            .ok()) {
                return invalid("branch: is not the name of a branch (see git check-ref-format)");
            }
            Path target = target(main, path);
            if (target == null) {
                return invalid("path: leads out of " + EXCLUDED + " of the repository");
            }
            Optional<WorktreeList.Entry> there = at(main, target);
            if (there.isPresent() && again && there.get().unfinished()) {
                git.run(main, "worktree", "remove", "--force", "--force", "--", target.toString());
                there = Optional.empty();
            }
            if (there.isPresent()) {
                return again && branch.equals(there.get().branch())
                        ? new Outcome.Added(seen(main, there.get()), false)
                        : new Outcome.Refused(ErrorCode.NAME_TAKEN, "git has a worktree at " + path + " already");
            }
            return addNew(main, target, branch, base);
        });
    }

    private Outcome addNew(Path main, Path target, String branch, @Nullable String base) throws IOException {
        String from = base == null ? "HEAD" : base;
        Tool.Outcome commit =
                git.tried(main, "rev-parse", "--verify", "--quiet", "--end-of-options", from + "^{commit}");
        if (!commit.ok()) {
            return invalid(base == null ? "the repository has no commit yet" : "base: names no commit");
        }
        exclude(main);
        boolean exists = isBranch(main, branch);
        Git guarded = git.withoutFiltersOf(main);
        Tool.Outcome added = exists
                ? guarded.tried(main, "worktree", "add", "--quiet", "--", target.toString(), branch)
                : guarded.tried(
                        main,
                        "worktree",
                        "add",
                        "--quiet",
                        "--no-track",
                        "-b",
                        branch,
                        "--",
                        target.toString(),
                        commit.out().strip());
        if (!added.ok()) {
            return invalid(GitException.said(added));
        }
        return at(main, target)
                .<Outcome>map(entry -> new Outcome.Added(seen(main, entry), !exists))
                .orElseGet(() -> invalid("git does not show the worktree that it made"));
    }

    /// The place of a worktree, null when a link on the way leads elsewhere.
    private static @Nullable Path target(Path main, String path) throws IOException {
        Path root = main.resolve(Repository.ROOT);
        Path target = main.resolve(path).normalize();
        Path parent = target.getParent();
        if (parent == null
                || !target.startsWith(root)
                || target.equals(root)
                || !path.equals(main.relativize(target).toString())) {
            return null;
        }
        Files.createDirectories(root);
        for (Path part = parent; part != null && part.startsWith(root); part = part.getParent()) {
            if (Files.isSymbolicLink(part)) {
                return null;
            }
        }
        Files.createDirectories(parent);
        return parent.toRealPath().equals(parent) && !Files.isSymbolicLink(target) ? target : null;
    }

    private Optional<WorktreeList.Entry> at(Path main, Path target) throws IOException {
        return list(main).stream()
                .filter(entry -> real(Path.of(entry.path())).equals(real(target)))
                .findFirst();
    }

    private void exclude(Path main) throws IOException {
        Path info = Path.of(git.run(main, "rev-parse", "--path-format=absolute", "--git-path", "info/exclude"));
        Files.createDirectories(info.getParent());
        String text = Files.exists(info) ? Files.readString(info) : "";
        if (text.lines().noneMatch(EXCLUDED::equals)) {
            String line = (text.isEmpty() || text.endsWith("\n") ? "" : "\n") + EXCLUDED + "\n";
            Files.writeString(info, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    /// What speaks against it is found before anything goes. Of one whose folder is gone git forgets what it knows;
    /// what it knows of others, whose folders may be on a disk that is away, stays.
    ///
    /// @param path absolute
    public Outcome remove(String repository, String path, boolean force, boolean deleteBranch) {
        return asked(repository, main -> {
            Path target = Path.of(path);
            if (!ours(real(target))) {
                return new Outcome.Refused(
                        ErrorCode.CWD_REFUSED, "the worktree is not inside a base directory of this host");
            }
            Optional<WorktreeList.Entry> found = at(main, target);
            if (found.isEmpty()) {
                return new Outcome.Removed();
            }
            WorktreeList.Entry entry = found.get();
            if (real(target).equals(main)) {
                return new Outcome.Refused(ErrorCode.INVALID_REQUEST, "is the repository's own working tree");
            }
            Path tree = Path.of(entry.path());
            Git guarded = git.withoutFiltersOf(entry.gone() ? main : tree);
            if (!force && !entry.gone()) {
                // What was changed inside a submodule is not looked at, for that would run the submodule's filters; git
                // removes no worktree with a submodule in it unless it is forced.
                Tool.Outcome status = guarded.tried(tree, "status", "--porcelain", "-z", "--ignore-submodules=dirty");
                if (!status.ok() || !status.out().isEmpty()) {
                    return busy(
                            status.ok() ? "the worktree has changes that are in no commit" : GitException.said(status));
                }
            }
            String branch = deleteBranch ? entry.branch() : null;
            String tip = branch == null ? null : git.run(main, "rev-parse", "--verify", "refs/heads/" + branch);
            if (branch != null && tip != null) {
                String against = against(main, entry, branch, tip, force);
                if (against != null) {
                    return busy(against);
                }
            }
            List<String> words = new ArrayList<>(List.of("worktree", "remove"));
            if (force) {
                words.addAll(List.of("--force", "--force"));
            }
            words.addAll(List.of("--", entry.path()));
            guarded.run(main, new byte[0], words);
            if (branch != null && tip != null) {
                git.run(main, "update-ref", "-d", "refs/heads/" + branch, tip);
            }
            return new Outcome.Removed();
        });
    }

    /// Why a branch may not be deleted, null when it may.
    private @Nullable String against(Path main, WorktreeList.Entry entry, String branch, String tip, boolean force)
            throws IOException {
        boolean elsewhere = list(main).stream()
                .anyMatch(
                        other -> branch.equals(other.branch()) && !other.path().equals(entry.path()));
        if (elsewhere) {
            return "the branch " + branch + " is checked out elsewhere";
        }
        boolean merged =
                git.tried(main, "merge-base", "--is-ancestor", tip, "HEAD").ok()
                        || git.tried(main, "merge-base", "--is-ancestor", tip, "refs/heads/" + branch + "@{upstream}")
                                .ok();
        return merged || force ? null : "the branch " + branch + " is not merged";
    }

    private interface Work {
        Outcome in(Path main) throws IOException;
    }

    private Outcome asked(String repository, Work work) {
        return switch (look(repository)) {
            case Looked.Refused(var why) -> new Outcome.Refused(why.code(), why.message());
            case Looked.Found(var main, var _, var _) -> {
                try {
                    yield main.toString().equals(repository)
                            ? work.in(main)
                            : invalid("the repository is not at this path any more");
                } catch (IOException e) {
                    yield invalid(String.valueOf(e.getMessage()));
                }
            }
        };
    }

    private static Outcome invalid(String message) {
        return new Outcome.Refused(ErrorCode.WORKTREE_REFUSED, message);
    }

    private static Outcome busy(String message) {
        return new Outcome.Refused(ErrorCode.WORKTREE_BUSY, message);
    }

    private static Looked refused(String what) {
        return new Looked.Refused(new Refusal(ErrorCode.NOT_FOUND, "path " + what));
    }
}
