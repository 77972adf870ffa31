package dev.signalbox.host.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.host.process.Tool;
import dev.signalbox.host.workspace.Worktrees.Finished;
import dev.signalbox.host.workspace.Worktrees.Made;
import dev.signalbox.schemas.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorktreesTest {
    @TempDir
    Path root;

    private Path base;
    private Path repository;
    private Worktrees worktrees;

    @BeforeEach
    void begin() throws IOException {
        root = root.toRealPath();
        base = Files.createDirectory(root.resolve("base"));
        repository = Files.createDirectory(base.resolve("repository"));
        git(repository, "init", "--quiet", "--initial-branch=main");
        Files.writeString(repository.resolve("file"), "one\n");
        Files.writeString(repository.resolve(".gitignore"), "ignored\n");
        git(repository, "add", "--all");
        git(repository, "commit", "--quiet", "--message=first");
        Map<String, String> own = Map.of("PATH", System.getenv("PATH"), "HOME", root.toString());
        worktrees = new Worktrees(BaseDirectories.of(List.of(base)), root.resolve("data"), own);
    }

    @Test
    void a_worktree_begins_at_the_head_on_a_branch_of_its_own() throws IOException {
        Worktree made = made("s-1", null, null);

        assertThat(made.branch()).isEqualTo("signalbox/s-1");
        assertThat(made.baseCommit()).isEqualTo(git(repository, "rev-parse", "HEAD"));
        assertThat(made.path().resolve("file")).hasContent("one");
        assertThat(git(repository, "status", "--porcelain")).isEmpty();
    }

    @Test
    void what_the_session_left_is_committed_in_our_name() throws IOException {
        Worktree made = made("s-1", null, null);
        Files.writeString(made.path().resolve("file"), "two\n");
        Files.createDirectories(made.path().resolve("dir"));
        Files.writeString(made.path().resolve("dir/new 😀\n"), "new\n");
        Files.writeString(made.path().resolve("ignored"), "x");

        Finished finished = worktrees.finish(made, "Task t-1\n\n# not a comment\n");

        assertThat(finished.filesChanged()).containsExactlyInAnyOrder("file", "dir/new 😀\n");
        assertThat(finished.branch()).isEqualTo("signalbox/s-1");
        assertThat(finished.commit()).isEqualTo(git(repository, "rev-parse", "signalbox/s-1"));
        assertThat(git(repository, "log", "-1", "--format=%an %ae|%B", "signalbox/s-1"))
                .isEqualTo("Signalbox signalbox@localhost|Task t-1\n\n# not a comment\n");
        assertThat(worktrees.finish(made, "again")).isEqualTo(finished);
    }

    @Test
    void a_session_that_changed_nothing_leaves_no_commit() throws IOException {
        assertThat(worktrees.finish(made("s-1", null, null), "nothing"))
                .isEqualTo(new Finished(null, "signalbox/s-1", List.of(), false));
    }

    @Test
    void what_the_session_committed_itself_counts_as_well() throws IOException {
        Worktree made = made("s-1", null, null);
        Files.writeString(made.path().resolve("own"), "own\n");
        git(made.path(), "add", "--all");
        git(made.path(), "commit", "--quiet", "--message=own");

        Finished finished = worktrees.finish(made, "unused");

        assertThat(finished.filesChanged()).containsExactly("own");
        assertThat(git(repository, "log", "-1", "--format=%s", "signalbox/s-1")).isEqualTo("own");
    }

    @Test
    void a_branch_can_be_named_and_started_from_anywhere() throws IOException {
        String first = git(repository, "rev-parse", "HEAD");
        Files.writeString(repository.resolve("file"), "two\n");
        git(repository, "commit", "--quiet", "--all", "--message=second");

        assertThat(made("s-1", "feature/x", "HEAD~1").baseCommit()).isEqualTo(first);
        assertThat(git(repository, "rev-parse", "feature/x")).isEqualTo(first);
    }

    @Test
    void a_branch_that_exists_is_checked_out() throws IOException {
        git(repository, "branch", "there");

        assertThat(made("s-1", "there", null).branch()).isEqualTo("there");
        assertThat(refused("s-2", repository.toString(), "there", null)).contains("there");
    }

    @Test
    void the_same_session_finds_its_worktree_again() {
        Worktree made = made("s-1", null, null);

        assertThat(made("s-1", null, null)).isEqualTo(made);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-x", "--upload-pack=touch evil", "a..b", "a b", "a\nb", "@{-1}", "/", "a.lock", "", "é\u0001"})
    void a_name_that_is_no_branch_is_refused(String branch) {
        assertThat(refused("s-1", repository.toString(), branch, null)).contains("branch");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--output=evil", "-x", "nosuch", "HEAD:file", ""})
    void a_base_that_is_no_commit_is_refused(String from) {
        assertThat(refused("s-1", repository.toString(), null, from)).contains("base");
        assertThat(repository.resolve("evil")).doesNotExist();
    }

    @Test
    void a_repository_outside_the_bases_is_refused() throws IOException {
        Path outside = Files.createDirectory(root.resolve("outside"));
        git(outside, "init", "--quiet");
        Path pointer = Files.createDirectory(base.resolve("pointer"));
        Files.writeString(pointer.resolve(".git"), "gitdir: " + outside.resolve(".git") + "\n");

        assertThat(refused("s-1", outside.toString(), null, null)).contains("not inside");
        assertThat(refused("s-1", pointer.toString(), null, null)).contains("outside the base");
    }

    @Test
    void what_is_no_repository_or_has_no_commit_is_told() throws IOException {
        Path empty = Files.createDirectory(base.resolve("empty"));
        assertThat(refused("s-1", empty.toString(), null, null)).contains("not a git repository");

        git(empty, "init", "--quiet");
        assertThat(refused("s-1", empty.toString(), null, null)).contains("no commit");
    }

    @Test
    void nothing_that_the_repository_configures_is_run() throws IOException {
        Path canary = root.resolve("canary");
        Path program = Files.writeString(root.resolve("program"), "#!/bin/sh\ntouch '" + canary + "'\n");
        program.toFile().setExecutable(true);
        for (String hook :
                List.of("post-checkout", "pre-commit", "post-commit", "commit-msg", "reference-transaction")) {
            Files.copy(program, repository.resolve(".git/hooks").resolve(hook));
            repository.resolve(".git/hooks").resolve(hook).toFile().setExecutable(true);
        }
        git(repository, "config", "core.fsmonitor", program.toString());
        git(repository, "config", "diff.external", program.toString());
        git(repository, "config", "commit.gpgSign", "true");
        git(repository, "config", "gpg.program", program.toString());
        git(
                repository,
                "config",
                "core.hooksPath",
                repository.resolve(".git/hooks").toString());
        Files.deleteIfExists(canary);

        Worktree made = made("s-1", null, null);
        Files.writeString(made.path().resolve("file"), "two\n");
        worktrees.finish(made, "message");

        assertThat(canary).doesNotExist();
    }

    @Test
    void a_worktree_that_the_session_pointed_elsewhere_does_not_reach_there() throws IOException {
        Path victim = Files.createDirectory(root.resolve("victim"));
        git(victim, "init", "--quiet");
        Worktree made = made("s-1", null, null);
        Files.writeString(made.path().resolve("file"), "two\n");
        Files.writeString(made.path().resolve(".git"), "gitdir: " + victim.resolve(".git") + "\n");

        worktrees.finish(made, "message");

        assertThat(git(victim, "count-objects")).startsWith("0 objects");
        assertThat(git(repository, "log", "-1", "--format=%s", "signalbox/s-1")).isEqualTo("message");
    }

    @Test
    void a_lock_that_a_killed_git_left_does_not_matter() throws IOException {
        Worktree made = made("s-1", null, null);
        Files.writeString(made.path().resolve("file"), "two\n");
        Files.writeString(repository.resolve(".git/worktrees/s-1/index.lock"), "");

        assertThat(worktrees.finish(made, "message").filesChanged()).containsExactly("file");
    }

    private Worktree made(String sessionId, @Nullable String branch, @Nullable String from) {
        return switch (worktrees.make(sessionId, repository.toString(), branch, from)) {
            case Made.Ready(var worktree) -> worktree;
            case Made.Refused(var why) -> throw new AssertionError(why.toString());
        };
    }

    private String refused(String sessionId, String path, @Nullable String branch, @Nullable String from) {
        return switch (worktrees.make(sessionId, path, branch, from)) {
            case Made.Ready(var worktree) -> throw new AssertionError(worktree.toString());
            case Made.Refused(var why) -> {
                assertThat(why.code()).isIn(ErrorCode.WORKTREE_REFUSED, ErrorCode.CWD_REFUSED);
                yield why.message();
            }
        };
    }

    private static String git(Path directory, String... words) throws IOException {
        List<String> argv = new ArrayList<>(List.of("git", "-c", "user.name=Test", "-c", "user.email=test@localhost"));
        argv.addAll(List.of(words));
        Tool.Outcome outcome =
                Tool.run(Tool.Call.of(argv, Duration.ofSeconds(30)).in(directory));
        assertThat(outcome.ok()).as(outcome.err()).isTrue();
        return outcome.out().endsWith("\n")
                ? outcome.out().substring(0, outcome.out().length() - 1)
                : outcome.out();
    }
}
