package dev.signalbox.e2e.dialect.elemental;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.e2e.system.Eventually;
import dev.signalbox.e2e.system.RunningSystem;
import dev.signalbox.e2e.system.TestSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Elemental's agents and sessions on the running system.
final class ElementalAgentsTest {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";
    private static final String ECHO = "echo ready; while read -r line; do echo \"got $line\"; done";

    private final ElementalClient client = new ElementalClient(0);
    private final ElementalClient other = new ElementalClient(1);

    @Test
    void health_names_every_service_of_the_original() {
        JsonNode health = client.get("/api/health").expect(200).json();

        assertThat(health.path("status").asText()).isEqualTo("ok");
        assertThat(health.path("timestamp").asText()).matches(TIME);
        assertThat(health.path("database").asText()).startsWith("kafka://");
        assertThat(names(health.path("services")))
                .containsExactlyInAnyOrder(
                        "agentRegistry",
                        "sessionManager",
                        "spawnerService",
                        "worktreeManager",
                        "taskAssignment",
                        "dispatch",
                        "roleDefinition");
    }

    @Test
    void a_path_that_nobody_knows_is_answered_in_plain_text() {
        for (var answer : List.of(client.get("/api/nothing"), client.send("PUT", "/api/health", null, Map.of()))) {
            assertThat(answer.expect(404).text()).isEqualTo("404 Not Found");
            assertThat(answer.contentType()).startsWith("text/plain");
        }
        assertThat(client.get("/ws").expect(400).text()).isEqualTo("{\"error\":\"WebSocket upgrade failed\"}");
    }

    @Test
    void an_agent_is_made_listed_changed_and_deleted() {
        JsonNode made = client.post(
                        "/api/agents",
                        Map.of(
                                "name",
                                "steward-" + System.nanoTime(),
                                "role",
                                "steward",
                                "stewardFocus",
                                "merge",
                                "tags",
                                List.of("blue"),
                                "capabilities",
                                Map.of("skills", List.of("git"), "languages", List.of())))
                .expect(201)
                .at("/agent");
        String id = made.path("id").asText();
        JsonNode meta = made.at("/metadata/agent");

        assertThat(id).matches("el-[a-z0-9]+");
        assertThat(made.path("type").asText()).isEqualTo("entity");
        assertThat(made.path("entityType").asText()).isEqualTo("agent");
        assertThat(made.path("createdAt").asText()).matches(TIME);
        assertThat(made.path("tags").toString()).isEqualTo("[\"blue\"]");
        assertThat(meta.path("agentRole").asText()).isEqualTo("steward");
        assertThat(meta.path("stewardFocus").asText()).isEqualTo("merge");
        assertThat(meta.path("sessionStatus").asText()).isEqualTo("idle");
        assertThat(meta.at("/capabilities/skills").toString()).isEqualTo("[\"git\"]");
        Eventually.holds(() -> assertThat(other.get("/api/agents/" + id)
                        .expect(200)
                        .at("/agent/id")
                        .asText())
                .isEqualTo(id));
        assertThat(ids(client.get("/api/agents?role=steward").at("/agents"))).contains(id);
        assertThat(ids(client.get("/api/agents?role=worker").at("/agents"))).doesNotContain(id);
        assertThat(client.get("/api/agents?role=king").expect(200).text()).isEqualTo("{\"agents\":[]}");

        assertThat(client.send("PATCH", "/api/agents/" + id, Map.of("stewardFocus", "health"), Map.of())
                        .expect(200)
                        .at("/agent/metadata/agent/stewardFocus")
                        .asText())
                .isEqualTo("health");
        assertThat(client.delete("/api/agents/" + id).expect(200).text()).isEqualTo("{\"success\":true}");
        Eventually.holds(
                () -> assertThat(other.get("/api/agents/" + id).expect(404).text())
                        .isEqualTo("{\"error\":{\"code\":\"NOT_FOUND\",\"message\":\"Agent not found\"}}"));
    }

    @Test
    void a_session_is_started_told_and_stopped() {
        String agent = client.worker("bash", "-c", ECHO);
        JsonNode started = client.post(
                        "/api/agents/" + agent + "/start",
                        Map.of(
                                "workingDirectory",
                                RunningSystem.shared().baseDir().toString(),
                                "initialPrompt",
                                "Start working..."))
                .expect(201)
                .json();
        JsonNode session = started.path("session");
        String id = session.path("id").asText();

        assertThat(started.path("success").asBoolean()).isTrue();
        assertThat(id).matches("session-[0-9a-z]+-[0-9a-z]{4}-[0-9a-z]{4}");
        assertThat(names(session))
                .containsExactlyInAnyOrder(
                        "id",
                        "agentId",
                        "agentRole",
                        "workerMode",
                        "pid",
                        "status",
                        "workingDirectory",
                        "createdAt",
                        "startedAt",
                        "lastActivityAt");
        assertThat(session.path("status").asText()).isEqualTo("running");
        assertThat(session.path("pid").isIntegralNumber()).isTrue();
        assertThat(session.path("workerMode").asText()).isEqualTo("ephemeral");
        assertThat(session.path("createdAt").asText()).matches(TIME);
        assertThat(session.path("startedAt").asText()).matches(TIME);

        Eventually.holds(() -> {
            JsonNode status = other.get("/api/agents/" + agent + "/status").json();
            assertThat(status.path("hasActiveSession").asBoolean()).isTrue();
            assertThat(status.at("/activeSession/id").asText()).isEqualTo(id);
            assertThat(status.at("/recentHistory/0/id").asText()).isEqualTo(id);
        });

        var second = other.post("/api/agents/" + agent + "/start", null).expect(409);
        assertThat(second.error()).isEqualTo("SESSION_EXISTS");
        assertThat(second.at("/existingSession/id").asText()).isEqualTo(id);

        var accepted = client.post(
                        "/api/agents/" + agent + "/input",
                        Map.of("input", "Continue with the next step", "isUserMessage", true))
                .expect(202);
        assertThat(accepted.at("/success").asBoolean()).isTrue();
        assertThat(accepted.at("/sessionId").asText()).isEqualTo(id);

        var stopped = client.post("/api/agents/" + agent + "/stop", Map.of("reason", "User requested"))
                .expect(200);
        assertThat(stopped.at("/sessionId").asText()).isEqualTo(id);
        Eventually.holds(() -> {
            JsonNode ended = other.get("/api/sessions/" + id).expect(200).at("/session");
            assertThat(ended.path("status").asText()).isEqualTo("terminated");
            assertThat(ended.has("pid")).isFalse();
        });
        JsonNode after = client.get("/api/agents/" + agent + "/status").json();
        assertThat(after.path("hasActiveSession").asBoolean()).isFalse();
        assertThat(after.get("activeSession").isNull()).isTrue();
        assertThat(after.at("/recentHistory/0/status").asText()).isEqualTo("terminated");
        assertThat(after.at("/recentHistory/0/terminationReason").asText()).isEqualTo("User requested");
    }

    /// Trap 1: the original answers 500 to a stop that succeeded, and dies of one that is not graceful.
    @Test
    void a_stop_succeeds_gracefully_or_not_and_leaves_the_server_alone() {
        String agent = client.worker("bash", "-c", ECHO);
        for (boolean graceful : new boolean[] {true, false}) {
            String id = client.start(agent, null);
            assertThat(client.post("/api/agents/" + agent + "/stop", Map.of("graceful", graceful))
                            .expect(200)
                            .at("/sessionId")
                            .asText())
                    .isEqualTo(id);
        }
        assertThat(client.post("/api/agents/" + agent + "/stop", null)
                        .expect(404)
                        .error())
                .isEqualTo("NO_SESSION");
        assertThat(client.post("/api/agents/el-nobody/stop", null).expect(404).error())
                .isEqualTo("NO_SESSION");
        client.get("/api/health").expect(200);
    }

    /// Trap 2: while a session starts, the original lets a second one pass.
    @Test
    void of_starts_on_two_nodes_at_once_exactly_one_is_served() throws Exception {
        for (int round = 0; round < 3; round++) {
            String agent = client.worker("bash", "-c", ECHO);
            List<Callable<ElementalClient.Answer>> starts = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                ElementalClient node = i % 2 == 0 ? client : other;
                starts.add(() -> node.post("/api/agents/" + agent + "/start", Map.of("initialPrompt", "x")));
            }
            List<ElementalClient.Answer> answers = new ArrayList<>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<ElementalClient.Answer> answer : threads.invokeAll(starts)) {
                    answers.add(answer.get());
                }
            }
            List<String> winner = answers.stream()
                    .filter(answer -> answer.status() == 201)
                    .map(answer -> answer.at("/session/id").asText())
                    .toList();
            assertThat(winner).hasSize(1);
            assertThat(answers.stream().filter(answer -> answer.status() != 201))
                    .allSatisfy(answer -> {
                        assertThat(answer.expect(409).error()).isEqualTo("SESSION_EXISTS");
                        assertThat(answer.at("/existingSession/id").asText()).isEqualTo(winner.getFirst());
                    });
            client.stop(agent);
        }
    }

    /// Trap 9: the original answers 500 to broken JSON, or takes it for none.
    @ParameterizedTest
    @CsvSource({"start", "stop", "resume", "input"})
    void broken_json_is_refused_and_starts_nothing(String verb) {
        String agent = client.worker("bash", "-c", ECHO);
        for (String body : List.of(
                "{\"input\":",
                "[]",
                "{\"graceful\":\"yes\",\"input\":7,\"initialPrompt\":[]," + "\"resumePrompt\":1}")) {
            assertThat(client.post("/api/agents/" + agent + "/" + verb, body)
                            .expect(400)
                            .error())
                    .isEqualTo("INVALID_INPUT");
        }
        assertThat(client.get("/api/agents/" + agent + "/status").at("/recentHistory"))
                .isEmpty();
    }

    @Test
    void the_body_of_an_input_is_looked_at_before_its_session() {
        String agent = client.worker("bash", "-c", ECHO);
        String path = "/api/agents/" + agent + "/input";

        for (String body : new String[] {"", "{}", "{\"input\":\"\"}", "{\"input\":null}"}) {
            assertThat(client.post(path, body).expect(400).text())
                    .isEqualTo("{\"error\":{\"code\":\"INVALID_INPUT\",\"message\":\"Input is required\"}}");
        }
        assertThat(client.post(path, Map.of("input", "x".repeat(300_000)))
                        .expect(400)
                        .error())
                .isEqualTo("INVALID_INPUT");
        assertThat(client.post(path, "{\"input\":\"" + "x".repeat(2_000_000) + "\"}")
                        .expect(400)
                        .error())
                .isEqualTo("INVALID_INPUT");
        assertThat(client.post(path, Map.of("input", "hello")).expect(404).error())
                .isEqualTo("NO_SESSION");
    }

    @Test
    void sessions_are_filtered_by_agent_role_status_and_whether_they_can_be_resumed() {
        String agent = client.worker("bash", "-c", ECHO);
        String first = client.start(agent, null);
        client.stop(agent);
        String second = client.start(agent, null);
        String of = "/api/sessions?agentId=" + agent;

        assertThat(ids(client.get(of).expect(200).at("/sessions"))).containsExactly(first, second);
        assertThat(ids(client.get(of + "&status=running").at("/sessions"))).containsExactly(second);
        assertThat(ids(client.get(of + "&status=terminated,starting").at("/sessions")))
                .containsExactly(first);
        assertThat(ids(client.get(of + "&status=bogus").at("/sessions"))).isEmpty();
        assertThat(ids(client.get(of + "&role=worker").at("/sessions"))).hasSize(2);
        assertThat(ids(client.get(of + "&role=director").at("/sessions"))).isEmpty();
        assertThat(ids(client.get(of + "&resumable=true").at("/sessions"))).isEmpty();
        assertThat(ids(client.get(of + "&resumable=false").at("/sessions"))).hasSize(2);
        assertThat(ids(client.get("/api/sessions?agentId=el-nobody").at("/sessions")))
                .isEmpty();
        assertThat(client.get("/api/sessions/session-0-0000-0000").expect(404).text())
                .isEqualTo("{\"error\":{\"code\":\"NOT_FOUND\",\"message\":\"Session not found\"}}");
        client.stop(agent);
    }

    @Test
    void there_is_nothing_to_resume_of_an_agent_that_told_no_session_of_its_own() {
        String agent = client.worker("bash", "-c", ECHO);

        assertThat(client.post("/api/agents/" + agent + "/resume", null)
                        .expect(404)
                        .text())
                .isEqualTo("{\"error\":{\"code\":\"NO_RESUMABLE_SESSION\",\"message\":"
                        + "\"No resumable session found for this agent\"}}");
        assertThat(client.post("/api/agents/el-nobody/resume", null).expect(404).error())
                .isEqualTo("NOT_FOUND");
        assertThat(client.post("/api/agents/el-nobody/start", null).expect(404).error())
                .isEqualTo("NOT_FOUND");
        String session = client.start(agent, null);
        var live = client.post("/api/agents/" + agent + "/resume", null).expect(409);
        assertThat(live.at("/existingSession/id").asText()).isEqualTo(session);
        client.stop(agent);
    }

    @Test
    void a_program_that_cannot_be_started_is_a_start_that_failed() {
        String agent = client.worker("no-such-program-anywhere");

        var failed = client.post("/api/agents/" + agent + "/start", null).expect(500);

        assertThat(failed.error()).isEqualTo("INTERNAL_ERROR");
        assertThat(failed.at("/error/message").asText()).contains("no-such-program-anywhere");
        assertThat(client.get("/api/agents/" + agent + "/status")
                        .at("/hasActiveSession")
                        .asBoolean())
                .isFalse();
    }

    /// Trap 14: the original runs agents with leave for everything wherever it is told to.
    @ParameterizedTest
    @ValueSource(strings = {"/etc", "/", "/nowhere/at/all"})
    void a_directory_that_the_host_does_not_offer_is_refused(String directory) {
        String agent = client.worker("bash", "-c", ECHO);

        var refused = client.post("/api/agents/" + agent + "/start", Map.of("workingDirectory", directory));

        assertThat(refused.expect(400).error()).isEqualTo("INVALID_INPUT");
        assertThat(refused.at("/error/message").asText()).isNotEmpty();
        assertThat(client.get("/api/agents/" + agent + "/status")
                        .at("/hasActiveSession")
                        .asBoolean(true))
                .isFalse();
    }

    /// Trap 10: the original notes a worktree and works elsewhere.
    @Test
    void a_session_works_in_the_worktree_that_it_was_given() throws Exception {
        var directory = dev.signalbox.e2e.system.Repository.directory();
        String agent = client.worker("bash", "-c", "pwd; echo \"root=$ELEMENTAL_ROOT\"; " + ECHO);

        JsonNode session = client.post("/api/agents/" + agent + "/start", Map.of("worktree", directory.toString()))
                .expect(201)
                .at("/session");

        assertThat(session.path("worktree").asText()).isEqualTo(directory.toString());
        assertThat(session.path("workingDirectory").asText()).isEqualTo(directory.toString());
        try (Events events = client.stream(agent, null)) {
            var seen = events.untilContent("ready");
            assertThat(seen.get(1).content()).isEqualTo(directory.toString());
            assertThat(seen.get(2).content())
                    .isEqualTo("root=" + RunningSystem.shared().baseDir());
        }
        client.stop(agent);
    }

    @Test
    void what_v1_starts_is_an_agents_session_here_and_what_is_started_here_is_one_there() {
        try (var session = TestSession.command("bash", "-c", ECHO)) {
            session.awaitStatus("RUNNING");
            JsonNode here =
                    client.get("/api/sessions/" + session.id()).expect(200).at("/session");
            String agent = here.path("agentId").asText();

            assertThat(here.path("agentRole").asText()).isEqualTo("worker");
            assertThat(ids(client.get("/api/agents").at("/agents"))).contains(agent);
            client.post("/api/agents/" + agent + "/input", Map.of("input", "from Elemental"))
                    .expect(202);
            try (Events events = client.stream(agent, null)) {
                assertThat(events.untilContent("got from Elemental")).isNotEmpty();
            }
            client.post("/api/agents/" + agent + "/stop", null).expect(200);
            session.awaitStatus("ENDED");
            assertThat(ids(client.get("/api/agents").at("/agents"))).doesNotContain(agent);
        }
        String agent = client.worker("bash", "-c", ECHO);
        var there = TestSession.at(client.start(agent, null));
        there.awaitStatus("RUNNING");
        there.send("from v1");
        try (Events events = client.stream(agent, null)) {
            assertThat(events.untilContent("got from v1")).isNotEmpty();
        }
        there.close();
        Eventually.holds(() -> assertThat(client.get("/api/agents/" + agent + "/status")
                        .at("/hasActiveSession")
                        .asBoolean(true))
                .isFalse());
    }

    private static List<String> ids(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(element -> element.path("id").asText())
                .toList();
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
