package dev.signalbox.e2e.dialect.elemental;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Elemental's worktrees, by real git on the host.
final class ElementalWorktreesTest {
    private static Project project;

    private final ElementalClient client = project.client(0);
    private final ElementalClient other = project.client(1);

    @BeforeAll
    static void a_host_has_a_repository() throws Exception {
        project = new Project();
    }

    @AfterAll
    static void it_is_taken_down() {
        project.close();
    }

    /// Trap 7: the original fails with every route until something is called that nothing calls.
    @Test
    void worktrees_are_there_at_once_and_health_says_so() {
        assertThat(client.get("/api/worktrees").expect(200).at("/worktrees").isArray())
                .isTrue();
        assertThat(client.get("/api/health").at("/services/worktreeManager").asText())
                .isEqualTo("ready");
    }

    /// Trap 8: the original reads `worker` and `el` out of these names.
    @Test
    void a_worktree_is_made_and_its_agent_and_task_are_told_as_they_were_given() throws Exception {
        JsonNode made = client.post(
                        "/api/worktrees",
                        Map.of("agentName", "worker-alice", "taskId", "el-task123", "taskTitle", "Implement feature X"))
                .expect(201)
                .json();

        assertThat(made.path("branch").asText()).isEqualTo("agent/worker-alice/el-task123-implement-feature-x");
        assertThat(made.path("path").asText()).isEqualTo(".worktrees/worker-alice-implement-feature-x/");
        assertThat(made.path("branchCreated").asBoolean()).isTrue();
        JsonNode worktree = made.path("worktree");
        Path path = project.root().resolve(".worktrees/worker-alice-implement-feature-x");
        assertThat(worktree.path("path").asText()).isEqualTo(path.toString());
        assertThat(path.resolve("README.md")).exists();
        assertThat(project.git("worktree", "list", "--porcelain")).contains(path.toString());
        for (String name : new String[] {
            ".worktrees/worker-alice-implement-feature-x",
            ".worktrees/worker-alice-implement-feature-x/",
            path.toString()
        }) {
            JsonNode got =
                    other.get("/api/worktrees/" + encoded(name)).expect(200).at("/worktree");
            assertThat(got.path("agentName").asText()).isEqualTo("worker-alice");
            assertThat(got.path("taskId").asText()).isEqualTo("el-task123");
            assertThat(got.path("state").asText()).isEqualTo("active");
            assertThat(got.path("isMain").asBoolean(true)).isFalse();
            assertThat(got.path("head").asText()).isEqualTo(project.git("rev-parse", "HEAD"));
        }
        assertThat(client.post(
                                "/api/worktrees",
                                Map.of(
                                        "agentName",
                                        "worker-alice",
                                        "taskId",
                                        "el-task123",
                                        "taskTitle",
                                        "Implement feature X"))
                        .expect(409)
                        .error())
                .isEqualTo("ALREADY_EXISTS");
        assertThat(client.get("/api/worktrees").at("/worktrees"))
                .noneMatch(one -> one.path("isMain").asBoolean());
    }

    @Test
    void an_existing_branch_is_checked_out_and_not_made() throws Exception {
        project.git("branch", "feature/there");

        JsonNode made = client.post(
                        "/api/worktrees",
                        Map.of(
                                "agentName",
                                "bob",
                                "taskId",
                                "el-2",
                                "customBranch",
                                "feature/there",
                                "customPath",
                                ".worktrees/custom/"))
                .expect(201)
                .json();

        assertThat(made.path("branchCreated").asBoolean(true)).isFalse();
        assertThat(made.path("path").asText()).isEqualTo(".worktrees/custom/");
    }

    /// Traps 5 and 6: the original takes any path, and gives these words to a shell.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"customPath\":\"../outside\"}",
                "{\"customPath\":\"/tmp/outside\"}",
                "{\"customPath\":\".worktrees/../../x\"}",
                "{\"customPath\":\"src\"}",
                "{\"customBranch\":\"--upload-pack=touch /tmp/pwned\"}",
                "{\"customBranch\":\"x; touch /tmp/signalbox-pwned\"}",
                "{\"baseBranch\":\"--exec=touch /tmp/signalbox-pwned\"}",
                "{\"baseBranch\":\"no-such-branch\"}",
                "{\"customBranch\":\"a..b\"}"
            })
    void a_path_that_leads_out_or_a_name_that_is_none_is_refused(String more) {
        String body =
                more.replaceFirst("\\{", "{\"agentName\":\"eve\",\"taskId\":\"el-" + Math.abs(more.hashCode()) + "\",");

        assertThat(client.post("/api/worktrees", body).expect(400).error()).isEqualTo("INVALID_INPUT");
        assertThat(Path.of("/tmp/signalbox-pwned")).doesNotExist();
        assertThat(client.get("/api/worktrees").at("/worktrees"))
                .noneMatch(one -> one.path("agentName").asText().equals("eve"));
    }

    @Test
    void what_is_missing_or_the_main_one_is_refused() {
        assertThat(client.post("/api/worktrees", Map.of("agentName", "x"))
                        .expect(400)
                        .text())
                .isEqualTo(
                        "{\"error\":{\"code\":\"INVALID_INPUT\",\"message\":\"agentName and taskId are required\"}}");
        assertThat(client.get("/api/worktrees/" + encoded(".worktrees/nobody"))
                        .expect(404)
                        .text())
                .isEqualTo("{\"error\":{\"code\":\"NOT_FOUND\",\"message\":\"Worktree not found\"}}");
        assertThat(client.delete("/api/worktrees/" + encoded(".worktrees/nobody"))
                        .expect(404)
                        .error())
                .isEqualTo("NOT_FOUND");
        assertThat(client.delete("/api/worktrees/" + encoded(project.root().toString()))
                        .expect(400)
                        .error())
                .isEqualTo("INVALID_INPUT");
        assertThat(client.delete("/api/worktrees/" + encoded("../../etc"))
                        .expect(400)
                        .error())
                .isEqualTo("INVALID_INPUT");
    }

    /// Trap 15: the original removes the worktree and then fails to delete the branch.
    @Test
    void changes_and_unmerged_branches_are_lost_only_by_force() throws Exception {
        client.post("/api/worktrees", Map.of("agentName", "carol", "taskId", "el-3"))
                .expect(201);
        Path path = project.root().resolve(".worktrees/carol");
        String at = "/api/worktrees/" + encoded(".worktrees/carol");
        Files.writeString(path.resolve("new.txt"), "not committed");
        assertThat(client.delete(at).expect(409).error()).isEqualTo("CONFLICT");
        assertThat(client.delete(at + "?force=yes").expect(409).error()).isEqualTo("CONFLICT");
        project.git("-C", path.toString(), "add", ".");
        project.git("-C", path.toString(), "commit", "--quiet", "--message=Work");

        assertThat(client.delete(at + "?deleteBranch=true").expect(409).error()).isEqualTo("CONFLICT");
        assertThat(path).exists();
        assertThat(other.get(at).expect(200).at("/worktree/state").asText()).isEqualTo("active");

        assertThat(other.delete(at + "?force=true&deleteBranch=true")
                        .expect(200)
                        .text())
                .isEqualTo("{\"success\":true}");
        assertThat(path).doesNotExist();
        assertThat(project.git("branch", "--list", "agent/carol/*")).isEmpty();
        client.get(at).expect(404);
    }

    /// Trap 10: the original notes a worktree and works elsewhere.
    @Test
    void a_session_works_in_the_worktree_that_it_names() {
        client.post("/api/worktrees", Map.of("agentName", "dave", "taskId", "el-4"))
                .expect(201);
        String agent = client.worker("bash", "-c", "echo \"in $PWD of $ELEMENTAL_ROOT\"; exec sleep 600");

        JsonNode session = client.post("/api/agents/" + agent + "/start", Map.of("worktree", "dave"))
                .expect(201)
                .at("/session");

        String path = project.root().resolve(".worktrees/dave").toString();
        assertThat(session.path("workingDirectory").asText()).isEqualTo(path);
        assertThat(session.path("worktree").asText()).isEqualTo("dave");
        try (Events events = client.stream(agent, null)) {
            assertThat(events.untilContent("in ").getLast().content())
                    .isEqualTo("in " + path + " of " + project.root());
        }
        assertThat(client.delete("/api/worktrees/" + encoded(path)).expect(409).error())
                .isEqualTo("CONFLICT");
        client.stop(agent);
        client.delete("/api/worktrees/" + encoded(path)).expect(200);
    }

    /// As young as may be: the node that is asked need not have heard of it.
    @Test
    void a_worktree_that_is_made_beside_the_server_is_found_by_its_name() throws Exception {
        client.get("/api/worktrees").expect(200);
        Path path = project.root().resolve(".worktrees/by-hand");
        project.git("worktree", "add", "--quiet", "-b", "by-hand", path.toString());
        String agent = client.worker("sleep", "600");

        assertThat(other.post("/api/agents/" + agent + "/start", Map.of("worktree", "by-hand"))
                        .expect(201)
                        .at("/session/workingDirectory")
                        .asText())
                .isEqualTo(path.toString());
        client.stop(agent);
    }

    /// Trap 10: the original takes any name, and works elsewhere.
    @ParameterizedTest
    @ValueSource(strings = {"no-such-worktree", ".worktrees/no-such", "../outside", "/nowhere/at/all"})
    void a_worktree_that_is_not_there_is_refused_and_nothing_starts(String name) {
        String agent = client.worker("sleep", "600");
        for (String verb : new String[] {"start", "resume"}) {
            var refused = client.post(
                    "/api/agents/" + agent + "/" + verb, Map.of("worktree", name, "claudeSessionId", "its-own"));
            assertThat(refused.expect(400).error()).isEqualTo("INVALID_INPUT");
        }
        JsonNode status = client.get("/api/agents/" + agent + "/status").json();
        assertThat(status.path("hasActiveSession").asBoolean(true)).isFalse();
    }

    /// As in the seed's own sample: the directory decides, the name stands beside it.
    @Test
    void beside_a_working_directory_a_worktree_is_only_a_name() {
        String agent = client.worker("sleep", "600");
        JsonNode session = client.post(
                        "/api/agents/" + agent + "/start",
                        Map.of("workingDirectory", project.root().toString(), "worktree", "worker-alice-feat-123"))
                .expect(201)
                .at("/session");

        assertThat(session.path("workingDirectory").asText())
                .isEqualTo(project.root().toString());
        assertThat(session.path("worktree").asText()).isEqualTo("worker-alice-feat-123");
        client.stop(agent);
    }

    private static String encoded(String path) {
        return URLEncoder.encode(path, StandardCharsets.UTF_8);
    }
}
