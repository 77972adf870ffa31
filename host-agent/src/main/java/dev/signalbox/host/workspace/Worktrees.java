package dev.signalbox.host.workspace;

import dev.signalbox.host.process.Tool;
import dev.signalbox.host.refusal.Refusal;
import dev.signalbox.schemas.error.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes a git worktree for a session, and keeps what the session changed in it as a commit.
/// Worktrees stand in the host agent's data directory and are named by session ids, so that they are found
/// again.
public final class Worktrees {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final int MAX_FILES = 1_000;
    private static final String FIELD = "workspace.worktree.";

    private final BaseDirectories bases;
    private final Path root;
    private final Git git;
    private final Map<Path, ReentrantLock> repositories = new ConcurrentHashMap<>();

    /// @param own the host agent's own environment
    public Worktrees(BaseDirectories bases, Path dataDirectory, Map<String, String> own) {
        this.bases = bases;
        this.root = root(dataDirectory);
        this.git = new Git(own, TIMEOUT);
    }

    /// The folder of the sessions' worktrees.
    static Path root(Path dataDirectory) {
        return dataDirectory.toAbsolutePath().resolve("worktrees");
    }

    /// A worktree, or why there is none.
    public sealed interface Made {
        record Ready(Worktree worktree) implements Made {}

        record Refused(Refusal why) implements Made {}
    }

    /// Makes the worktree of a session, or finds the one that was made before.
    ///
    /// @param branch null: `signalbox/<session id>`; made if it does not exist
    /// @param base what a new branch starts from; null: HEAD
    public Made make(String sessionId, String repository, @Nullable String branch, @Nullable String base) {
        return switch (bases.resolve(FIELD + "repository", repository)) {
            case BaseDirectories.Resolved.Refused(var why) -> new Made.Refused(why);
            case BaseDirectories.Resolved.Inside(var directory) -> {
                try {
                    yield makeIn(sessionId, directory, branch == null ? "signalbox/" + sessionId : branch, base);
                } catch (IOException e) {
                    yield refused("repository", String.valueOf(e.getMessage()));
                }
            }
        };
    }

    private Made makeIn(String sessionId, Path directory, String branch, @Nullable String base) throws IOException {
        Tool.Outcome common = git.tried(directory, "rev-parse", "--path-format=absolute", "--git-common-dir");
        if (!common.ok()) {
            return refused("repository", "is not a git repository: " + GitException.said(common));
        }
        Path store = Path.of(common.out().trim()).toRealPath();
        if (!bases.contain(store)) {
            return refused("repository", "belongs to a repository outside the base directories of this host");
        }
        if (branch.startsWith("-")
                || !git.tried(directory, "check-ref-format", "refs/heads/" + branch)
                        .ok()) {
            return refused("branch", "is not the name of a branch (see git check-ref-format)");
        }
        String from = base == null ? "HEAD" : base;
        Tool.Outcome commit =
                git.tried(directory, "rev-parse", "--verify", "--quiet", "--end-of-options", from + "^{commit}");
        if (!commit.ok()) {
            return base == null
                    ? refused("repository", "has no commit yet")
                    : refused("base", "names no commit of the repository");
        }
        ReentrantLock lock = repositories.computeIfAbsent(store, _ -> new ReentrantLock());
        lock.lock();
        try {
            return add(directory, root.resolve(sessionId), branch, commit.out().trim());
        } finally {
            lock.unlock();
        }
    }

    private Made add(Path directory, Path path, String branch, String commit) throws IOException {
        Files.createDirectories(
                root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        boolean exists = git.tried(directory, "show-ref", "--verify", "--quiet", "refs/heads/" + branch)
                .ok();
        if (Files.exists(path)) {
            String present = git.run(path, "symbolic-ref", "--short", "HEAD");
            if (!present.equals(branch)) {
                return refused("branch", "the session's worktree is already on branch " + present);
            }
        } else {
            Git guarded = git.withoutFiltersOf(directory);
            Tool.Outcome added = exists
                    ? guarded.tried(directory, "worktree", "add", "--quiet", "--", path.toString(), branch)
                    : guarded.tried(
                            directory,
                            "worktree",
                            "add",
                            "--quiet",
                            "--no-track",
                            "-b",
                            branch,
                            "--",
                            path.toString(),
                            commit);
            if (!added.ok()) {
                return refused("branch", GitException.said(added));
            }
        }
        String began = git.run(path, "rev-parse", "--verify", "HEAD^{commit}");
        return new Made.Ready(new Worktree(directory, path.toRealPath(), branch, began));
    }

    private static Made refused(String field, String what) {
        return new Made.Refused(new Refusal(ErrorCode.WORKTREE_REFUSED, FIELD + field + ": " + what));
    }

    /// What became of a worktree.
    ///
    /// @param commit the newest commit, null when there is nothing new since the base
    /// @param branch that HEAD is on now, null when it is on none
    /// @param filesChanged since the base, relative to the worktree, at most 1,000
    public record Finished(
            @Nullable String commit, @Nullable String branch, List<String> filesChanged, boolean truncated) {}

    /// Commits what the session left uncommitted, and tells what changed since the base. Nothing of the session
    /// runs any more. Doing it twice does no harm.
    ///
    /// @throws IOException when the worktree is broken; nothing was lost, and it stays
    public Finished finish(Worktree worktree, String message) throws IOException {
        // The session may have pointed the worktree's `.git` elsewhere; the repository's own record is used
        // instead.
        Path common = Path.of(git.run(worktree.repository(), "rev-parse", "--path-format=absolute", "--git-common-dir"))
                .toRealPath();
        Path store = common.resolve("worktrees").resolve(worktree.path().getFileName());
        String[] at = {"--git-dir=" + store, "--work-tree=" + worktree.path()};
        Files.deleteIfExists(store.resolve("index.lock"));
        Git guarded = git.withoutFiltersOf(worktree.path(), at);
        stage(guarded, worktree, at);
        Tool.Outcome staged = tried(guarded, worktree, at, "diff", "--cached", "--quiet", "--no-ext-diff");
        if (staged.code() == 1) {
            run(
                    guarded,
                    worktree,
                    at,
                    message.getBytes(StandardCharsets.UTF_8),
                    "commit",
                    "--quiet",
                    "--no-verify",
                    "--cleanup=verbatim",
                    "--file=-");
        } else if (!staged.ok()) {
            throw new IOException("git diff: " + GitException.said(staged));
        }
        String head = run(guarded, worktree, at, new byte[0], "rev-parse", "--verify", "HEAD^{commit}");
        Tool.Outcome branch = tried(guarded, worktree, at, "symbolic-ref", "--quiet", "--short", "HEAD");
        List<String> files = run(
                        guarded,
                        worktree,
                        at,
                        new byte[0],
                        "diff",
                        "--name-only",
                        "-z",
                        "--no-renames",
                        "--no-ext-diff",
                        "--no-textconv",
                        worktree.baseCommit(),
                        head,
                        "--")
                .transform(list -> List.of(list.split("\0")))
                .stream()
                .filter(name -> !name.isEmpty())
                .toList();
        return new Finished(
                head.equals(worktree.baseCommit()) ? null : head,
                branch.ok() ? branch.out().trim() : null,
                files.size() > MAX_FILES ? files.subList(0, MAX_FILES) : files,
                files.size() > MAX_FILES);
    }

    /// Stages everything. Of a submodule only the commit that it is at: whether there is more, git would ask the
    /// submodule itself, which runs the filters that it configures.
    private static void stage(Git git, Worktree worktree, String[] at) throws IOException {
        List<String> submodules = run(git, worktree, at, new byte[0], "ls-files", "--stage", "-z")
                .transform(list -> List.of(list.split("\0")))
                .stream()
                .filter(entry -> entry.startsWith("160000 "))
                .map(entry -> entry.substring(entry.indexOf('\t') + 1))
                .toList();
        if (submodules.isEmpty()) {
            run(git, worktree, at, new byte[0], "add", "--all");
            return;
        }
        run(git, worktree, at, lines(submodules, ""), "update-index", "--remove", "-z", "--stdin");
        run(
                git,
                worktree,
                joined(at, new String[] {"--no-literal-pathspecs"}).toArray(String[]::new),
                lines(submodules, ":(exclude,literal)"),
                "add",
                "--all",
                "--pathspec-from-file=-",
                "--pathspec-file-nul");
    }

    private static byte[] lines(List<String> words, String before) {
        return words.stream()
                .map(word -> before + word + "\0")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String run(Git git, Worktree worktree, String[] at, byte[] input, String... words)
            throws IOException {
        return git.run(worktree.path(), input, joined(at, words));
    }

    private static Tool.Outcome tried(Git git, Worktree worktree, String[] at, String... words) throws IOException {
        return git.tried(worktree.path(), joined(at, words).toArray(String[]::new));
    }

    private static List<String> joined(String[] first, String[] second) {
        return Stream.of(first, second).flatMap(Arrays::stream).toList();
    }
}
