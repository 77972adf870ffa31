package dev.signalbox.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.dev.client.ApiClient;
import dev.signalbox.dev.client.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Worktrees over v1, made and removed by git on the host that has the repository.
final class WorktreesTest {
    private final RunningSystem system = RunningSystem.shared();
    private final ApiClient client = system.client();
    private Repository git;
    private String worktrees;

    @BeforeEach
    void a_repository_that_the_host_knows() throws Exception {
        git = Repository.make();
        var known = client.post(
                "/v1/repositories",
                Map.of("host", system.hostId(), "path", git.root().toString()));
        assertThat(known.path("path").asText()).isEqualTo(git.root().toString());
        worktrees = "/v1/repositories/" + known.path("id").asText() + "/worktrees";
    }

    @Test
    void a_worktree_is_made_by_git_is_listed_and_goes_with_its_branch() throws Exception {
        Reply made = add(client, ".worktrees/one", "topic/one");

        assertThat(made.status()).isEqualTo(201);
        Path path = Path.of(made.body().path("path").asText());
        assertThat(path.resolve("README.md")).hasContent("# A repository");
        assertThat(git.git("-C", path.toString(), "branch", "--show-current")).isEqualTo("topic/one");
        assertThat(git.git("status", "--porcelain")).isEmpty();
        assertThat(listed()).contains("topic/one");

        assertThat(remove(path, "&deleteBranch=true").status()).isEqualTo(204);

        assertThat(path).doesNotExist();
        assertThat(git.git("branch", "--list", "topic/one")).isEmpty();
        assertThat(listed()).doesNotContain("topic/one");
    }

    @Test
    void of_two_that_ask_for_one_path_on_two_nodes_one_gets_it() {
        var other = system.client(1, system.token());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = Stream.of(client, other)
                    .map(node -> CompletableFuture.supplyAsync(
                            () -> add(
                                    node,
                                    ".worktrees/same",
                                    "topic/" + node.node().getPort()),
                            threads))
                    .toList();

            assertThat(answers.stream().map(answer -> answer.join().status())).containsExactlyInAnyOrder(201, 409);
        }
    }

    @Test
    void what_was_not_committed_stays_unless_forced() throws Exception {
        Path path = Path.of(add(client, ".worktrees/dirty", "topic/dirty")
                .body()
                .path("path")
                .asText());
        Files.writeString(path.resolve("new.txt"), "not committed");

        assertThat(remove(path, "").status()).isEqualTo(409);
        assertThat(path.resolve("new.txt")).exists();
        assertThat(remove(path, "&force=true").status()).isEqualTo(204);
        assertThat(path).doesNotExist();
    }

    @Test
    void a_path_outside_and_a_branch_that_is_an_option_are_refused() {
        for (String path : new String[] {"../beside", "/etc/beside", ".worktrees/../../beside"}) {
            Reply refused = add(client, path, "topic/outside");
            assertThat(refused.status()).as(path).isBetween(400, 422);
            assertThat(refused.body().path("field").asText()).as(path).isEqualTo("path");
        }
        assertThat(add(client, ".worktrees/option", "--upload-pack=x").status()).isBetween(400, 422);
        assertThat(git.root().resolveSibling("beside")).doesNotExist();
    }

    @Test
    void a_folder_that_is_no_repository_is_refused() throws Exception {
        Reply refused = client.send(
                "POST",
                "/v1/repositories",
                Map.of("host", system.hostId(), "path", Repository.directory().toString()),
                Map.of());

        assertThat(refused.ok()).isFalse();
        assertThat(refused.body().path("code").asText()).isNotEqualTo("INTERNAL");
    }

    private Reply add(ApiClient node, String path, String branch) {
        return node.send("POST", worktrees, Map.of("path", path, "branch", branch), Map.of());
    }

    private Reply remove(Path path, String how) {
        String encoded = URLEncoder.encode(path.toString(), StandardCharsets.UTF_8);
        return client.send("DELETE", worktrees + "?path=" + encoded + how, null, Map.of());
    }

    private String listed() {
        JsonNode list = client.get(worktrees + "?refresh=true");
        return String.join("\n", list.path("items").findValuesAsText("branch"));
    }
}
