package dev.signalbox.host.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.host.process.Tool;
import dev.signalbox.host.workspace.Repositories.Looked;
import dev.signalbox.host.workspace.Repositories.Outcome;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.state.Repository.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// With real git.
class RepositoriesTest {
    private static final String ALICE = ".worktrees/alice";

    @TempDir
    Path root;

    private Path base;
    private Path shop;
    private Map<String, String> own;
    private Repositories repositories;

    @BeforeEach
    void begin() throws IOException {
        root = root.toRealPath();
        base = Files.createDirectory(root.resolve("base"));
        shop = Files.createDirectory(base.resolve("shop"));
        git(shop, "init", "--quiet", "--initial-branch=main");
        Files.writeString(shop.resolve("file"), "one\n");
        git(shop, "add", "--all");
        git(shop, "commit", "--quiet", "--message=first");
        own = Map.of("PATH", System.getenv("PATH"), "HOME", root.toString());
        repositories = new Repositories(BaseDirectories.of(List.of(base)), root.resolve("data"), own);
    }

    private Outcome add(String path, String branch) {
        return repositories.add(shop.toString(), path, branch, null, false);
    }

    private Outcome remove(boolean force, boolean deleteBranch) {
        return repositories.remove(shop.toString(), shop.resolve(ALICE).toString(), force, deleteBranch);
    }

    private Looked.Found look(Path path) {
        return (Looked.Found) repositories.look(path.toString());
    }

    private static void refused(Outcome outcome, ErrorCode code) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        why -> assertThat(why.code()).as(why.message()).isEqualTo(code));
    }

    @Test
    void shows_a_repository_with_its_worktrees_from_wherever_one_looks() throws IOException {
        git(
                shop,
                "worktree",
                "add",
                "--quiet",
                "-b",
                "other",
                base.resolve("elsewhere 😀").toString());
        Files.createDirectory(shop.resolve("dir"));
        Files.createSymbolicLink(base.resolve("link"), shop);
        String head = git(shop, "rev-parse", "HEAD");

        Looked.Found found = look(shop);

        assertThat(found.main()).isEqualTo(shop);
        assertThat(found.defaultBranch()).isEqualTo("main");
        assertThat(found.worktrees())
                .containsExactly(
                        new Seen(shop.toString(), ".", "main", head, true),
                        new Seen(base.resolve("elsewhere 😀").toString(), "../elsewhere 😀", "other", head, false));
        assertThat(look(shop.resolve("dir"))).isEqualTo(found);
        assertThat(look(base.resolve("link"))).isEqualTo(found);
        assertThat(look(base.resolve("elsewhere 😀"))).isEqualTo(found);
    }

    @Test
    void shows_nothing_outside_of_the_bases_and_nothing_that_is_none() throws IOException {
        Path outside = Files.createDirectory(root.resolve("base-evil"));
        git(outside, "init", "--quiet");
        Path plain = Files.createDirectory(base.resolve("plain"));
        Path bare = Files.createDirectory(base.resolve("bare"));
        git(bare, "init", "--quiet", "--bare");

        for (Path path : List.of(outside, plain, bare, base.resolve("missing"))) {
            assertThat(repositories.look(path.toString())).as("%s", path).isInstanceOf(Looked.Refused.class);
        }
    }

    @Test
    void makes_a_worktree_on_a_new_branch_that_git_status_does_not_show() throws IOException {
        Outcome.Added added = (Outcome.Added) add(ALICE, "agent/alice/el-1");

        assertThat(added.branchCreated()).isTrue();
        assertThat(added.worktree().relativePath()).isEqualTo(ALICE);
        assertThat(added.worktree().head()).isEqualTo(git(shop, "rev-parse", "HEAD"));
        assertThat(shop.resolve(ALICE).resolve("file")).hasContent("one");
        assertThat(git(shop, "status", "--porcelain")).isEmpty();
        assertThat(look(shop).worktrees()).contains(added.worktree());
    }

    @Test
    void checks_an_existing_branch_out_and_starts_a_new_one_from_where_it_is_told() throws IOException {
        git(shop, "branch", "old");
        String first = git(shop, "rev-parse", "HEAD");
        git(shop, "commit", "--quiet", "--allow-empty", "--message=second");

        assertThat(((Outcome.Added) add(ALICE, "old")).branchCreated()).isFalse();
        Outcome.Added based =
                (Outcome.Added) repositories.add(shop.toString(), ".worktrees/deep/er", "new", first, false);

        assertThat(based.worktree().head()).isEqualTo(first);
        refused(add(".worktrees/bob", "old"), ErrorCode.WORKTREE_REFUSED);
    }

    @Test
    void of_two_that_want_one_path_the_second_is_refused_unless_it_is_the_first_once_more() {
        add(ALICE, "a");
        refused(add(ALICE, "b"), ErrorCode.NAME_TAKEN);
        refused(repositories.add(shop.toString(), ALICE, "b", null, true), ErrorCode.NAME_TAKEN);
        assertThat(repositories.add(shop.toString(), ALICE, "a", null, true)).isInstanceOf(Outcome.Added.class);
    }

    @Test
    void one_that_a_killed_git_left_unfinished_is_made_again() throws IOException {
        add(ALICE, "a");
        Files.delete(shop.resolve(ALICE).resolve("file"));
        Files.writeString(shop.resolve(".git/worktrees/alice/locked"), "initializing");
        assertThat(look(shop).worktrees()).hasSize(1);

        Outcome again = repositories.add(shop.toString(), ALICE, "a", null, true);

        assertThat(again).isInstanceOf(Outcome.Added.class);
        assertThat(shop.resolve(ALICE).resolve("file")).hasContent("one");
        assertThat(look(shop).worktrees()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-b", "--force", "a..b", "a b", "HEAD~1", "a.lock", ""})
    void a_name_that_is_no_branch_is_refused(String branch) {
        refused(add(ALICE, branch), ErrorCode.WORKTREE_REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--upload-pack=x", "none", "-n"})
    void a_base_that_is_no_commit_is_refused(String from) {
        refused(repositories.add(shop.toString(), ALICE, "a", from, false), ErrorCode.WORKTREE_REFUSED);
        assertThat(shop.resolve(ALICE)).doesNotExist();
    }

    @Test
    void no_link_leads_a_worktree_out() throws IOException {
        Path outside = Files.createDirectory(root.resolve("outside"));
        Files.createDirectory(shop.resolve(".worktrees"));
        Files.createSymbolicLink(shop.resolve(".worktrees/deep"), outside);
        refused(add(".worktrees/deep/a", "a"), ErrorCode.WORKTREE_REFUSED);
        refused(add(".worktrees/deep", "a"), ErrorCode.WORKTREE_REFUSED);
        refused(add(".worktrees/../../a", "a"), ErrorCode.WORKTREE_REFUSED);
        refused(add(".worktrees-evil/a", "a"), ErrorCode.WORKTREE_REFUSED);
        Files.delete(shop.resolve(".worktrees/deep"));
        Files.delete(shop.resolve(".worktrees"));
        Files.createSymbolicLink(shop.resolve(".worktrees"), outside);
        refused(add(ALICE, "a"), ErrorCode.WORKTREE_REFUSED);
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void removes_a_worktree_and_its_merged_branch() throws IOException {
        add(ALICE, "a");

        assertThat(remove(false, true)).isEqualTo(new Outcome.Removed());

        assertThat(shop.resolve(ALICE)).doesNotExist();
        assertThat(git(shop, "branch", "--list", "a")).isEmpty();
        assertThat(remove(false, true)).as("once more").isEqualTo(new Outcome.Removed());
    }

    @Test
    void changes_in_no_commit_stay_unless_it_is_forced() throws IOException {
        add(ALICE, "a");
        Files.writeString(shop.resolve(ALICE).resolve("new"), "precious");

        refused(remove(false, false), ErrorCode.WORKTREE_BUSY);
        assertThat(shop.resolve(ALICE).resolve("new")).hasContent("precious");
        assertThat(remove(true, false)).isEqualTo(new Outcome.Removed());
        assertThat(git(shop, "branch", "--list", "a")).contains("a");
    }

    @Test
    void an_unmerged_branch_that_is_to_go_is_refused_before_the_worktree_goes() throws IOException {
        add(ALICE, "a");
        Files.writeString(shop.resolve(ALICE).resolve("new"), "x");
        git(shop.resolve(ALICE), "add", "--all");
        git(shop.resolve(ALICE), "commit", "--quiet", "--message=work");

        refused(remove(false, true), ErrorCode.WORKTREE_BUSY);
        assertThat(shop.resolve(ALICE)).isDirectory();
        assertThat(remove(true, true)).isEqualTo(new Outcome.Removed());
        assertThat(git(shop, "branch", "--list", "a")).isEmpty();
    }

    @Test
    void the_repository_itself_is_not_removed_and_one_that_is_gone_is_pruned() throws IOException {
        refused(repositories.remove(shop.toString(), shop.toString(), true, true), ErrorCode.INVALID_REQUEST);
        add(ALICE, "a");
        Tool.run(Tool.Call.of(List.of("rm", "-r", shop.resolve(ALICE).toString()), Duration.ofSeconds(20)));
        assertThat(look(shop).worktrees()).hasSize(1);
        assertThat(remove(false, false)).isEqualTo(new Outcome.Removed());
        assertThat(git(shop, "worktree", "list", "--porcelain")).doesNotContain("alice");
    }

    @Test
    void nothing_that_the_repository_configures_is_run() throws IOException {
        Path ran = root.resolve("ran");
        String command = "touch '" + ran + "'; cat";
        Files.writeString(shop.resolve(".gitattributes"), "* filter=evil\n");
        git(shop, "add", "--all");
        git(shop, "commit", "--quiet", "--message=attributes");
        for (String kind : List.of("clean", "smudge")) {
            git(shop, "config", "filter.evil." + kind, command);
        }
        git(shop, "config", "filter.evil.required", "true");
        Path hook = shop.resolve(".git/hooks/post-checkout");
        Files.writeString(hook, "#!/bin/sh\ntouch '" + ran + "'\n");
        assertThat(hook.toFile().setExecutable(true)).isTrue();

        assertThat(add(ALICE, "a")).isInstanceOf(Outcome.Added.class);
        Files.writeString(shop.resolve(ALICE).resolve("file"), "changed\n");
        refused(remove(false, false), ErrorCode.WORKTREE_BUSY);
        Worktree worktree = new Worktree(shop, shop.resolve(ALICE), "a", git(shop, "rev-parse", "HEAD"));
        sessions().finish(worktree, "work");

        assertThat(ran).doesNotExist();
    }

    @Test
    void nothing_that_a_worktree_or_a_submodule_in_it_configures_is_run() throws IOException {
        Path ran = root.resolve("ran");
        String command = "touch '" + ran + "'; cat";
        add(ALICE, "a");
        Path alice = shop.resolve(ALICE);
        Path inner = Files.createDirectory(alice.resolve("inner"));
        git(inner, "init", "--quiet");
        Files.writeString(inner.resolve(".gitattributes"), "* filter=inner\n");
        Files.writeString(inner.resolve("file"), "one\n");
        git(inner, "add", "--all");
        git(inner, "commit", "--quiet", "--message=inner");
        Files.writeString(alice.resolve(".gitattributes"), "* filter=evil\n");
        git(alice, "add", "--all");
        git(alice, "commit", "--quiet", "--message=outer");
        git(shop, "config", "extensions.worktreeConfig", "true");
        git(alice, "config", "--worktree", "filter.evil.clean", command);
        git(inner, "config", "filter.inner.clean", command);
        Files.writeString(alice.resolve("file"), "changed\n");
        Files.writeString(inner.resolve("file"), "two\n");

        refused(remove(false, false), ErrorCode.WORKTREE_BUSY);
        assertThat(ran).as("by looking").doesNotExist();
        Worktree worktree = new Worktree(shop, alice, "a", git(shop, "rev-parse", "HEAD"));
        Worktrees.Finished finished = sessions().finish(worktree, "work");

        assertThat(ran).as("by keeping").doesNotExist();
        assertThat(finished.filesChanged()).containsExactlyInAnyOrder(".gitattributes", "file", "inner");
        refused(remove(false, false), ErrorCode.WORKTREE_REFUSED);
        assertThat(inner.resolve("file")).hasContent("two");
    }

    @Test
    void what_a_session_did_in_a_submodule_is_kept_as_the_commit_that_it_is_at() throws IOException {
        add(ALICE, "a");
        Path alice = shop.resolve(ALICE);
        for (String name : List.of("in[n]er", "gone")) {
            Path inner = Files.createDirectory(alice.resolve(name));
            git(inner, "init", "--quiet");
            git(inner, "commit", "--quiet", "--allow-empty", "--message=inner");
        }
        git(alice, "add", "--all");
        git(alice, "commit", "--quiet", "--message=outer");
        git(alice.resolve("in[n]er"), "commit", "--quiet", "--allow-empty", "--message=more");
        Files.writeString(alice.resolve("inner"), "not the submodule\n");
        Tool.run(Tool.Call.of(List.of("rm", "-r", alice.resolve("gone").toString()), Duration.ofSeconds(20)));
        Worktree worktree = new Worktree(shop, alice, "a", git(alice, "rev-parse", "HEAD"));

        Worktrees.Finished finished = sessions().finish(worktree, "work");

        assertThat(finished.filesChanged()).containsExactlyInAnyOrder("gone", "in[n]er", "inner");
        assertThat(git(alice, "rev-parse", "HEAD:in[n]er"))
                .isEqualTo(git(alice.resolve("in[n]er"), "rev-parse", "HEAD"));
    }

    @Test
    void a_worktree_outside_of_the_bases_is_neither_shown_nor_removed() throws IOException {
        Path outside = root.resolve("private");
        git(shop, "worktree", "add", "--quiet", "-b", "mine", outside.toString());
        Files.writeString(outside.resolve("new"), "precious");
        Path link = Files.createSymbolicLink(base.resolve("link"), outside);

        assertThat(look(shop).worktrees()).hasSize(1);
        for (Path path : List.of(outside, link)) {
            refused(repositories.remove(shop.toString(), path.toString(), true, true), ErrorCode.CWD_REFUSED);
        }
        assertThat(outside.resolve("new")).hasContent("precious");
    }

    @Test
    void a_sessions_own_worktree_is_shown_and_removed_wherever_the_data_is() throws IOException {
        Worktrees.Made.Ready made = (Worktrees.Made.Ready) sessions().make("s-1", shop.toString(), null, null);
        String path = made.worktree().path().toString();

        assertThat(look(shop).worktrees()).extracting(Seen::path).contains(path);
        assertThat(repositories.remove(shop.toString(), path, false, true)).isEqualTo(new Outcome.Removed());
        assertThat(made.worktree().path()).doesNotExist();
    }

    @Test
    void removing_one_leaves_others_alone_whose_folders_are_away() throws IOException {
        add(ALICE, "a");
        add(".worktrees/away", "b");
        Path away = shop.resolve(".worktrees/away");
        Files.writeString(away.resolve("staged"), "x");
        git(away, "add", "staged");
        Files.move(away, root.resolve("unmounted"));
        Files.move(shop.resolve(ALICE), root.resolve("deleted"));

        assertThat(remove(false, false)).isEqualTo(new Outcome.Removed());
        assertThat(remove(false, false)).as("once more").isEqualTo(new Outcome.Removed());

        Files.move(root.resolve("unmounted"), away);
        assertThat(git(away, "diff", "--cached", "--name-only")).isEqualTo("staged");
        assertThat(git(shop, "worktree", "list", "--porcelain")).doesNotContain("alice");
    }

    private Worktrees sessions() throws IOException {
        return new Worktrees(BaseDirectories.of(List.of(base)), root.resolve("data"), own);
    }

    private static String git(Path directory, String... words) throws IOException {
        List<String> argv = new ArrayList<>(
                List.of("git", "-c", "user.name=t", "-c", "user.email=t@t", "-c", "core.quotePath=false"));
        argv.addAll(List.of(words));
        Tool.Outcome outcome =
                Tool.run(Tool.Call.of(argv, Duration.ofSeconds(20)).in(directory));
        assertThat(outcome.ok()).as(outcome.err()).isTrue();
        return outcome.out().strip();
    }
}
