package dev.signalbox.e2e.dialect.orchestra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.e2e.dialect.Wire;
import dev.signalbox.e2e.dialect.Wire.Answer;
import dev.signalbox.e2e.dialect.Wire.Ask;
import dev.signalbox.e2e.system.Eventually;
import dev.signalbox.e2e.system.RunningSystem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Delegated work on the running system: what is run for it, where, and how often.
final class OrchestraTasksTest {
    private final RunningSystem system = RunningSystem.shared();
    private final Wire wire = new Wire();
    private final String token = system.tokenOfANewcomer();
    private final List<String> spawned = new ArrayList<>();

    @AfterEach
    void end() {
        spawned.forEach(id ->
                wire.send(base(0), Ask.send("DELETE", "/api/agents/" + id, "").as(token)));
        wire.close();
    }

    private URI base(int node) {
        return system.dialect(node, "orchestra");
    }

    private Answer post(int node, String path, Map<String, ?> body, String key) {
        return wire.send(base(node), Ask.send("POST", path, body).as(token).with("Idempotency-Key", key));
    }

    private Answer delegate(Map<String, ?> more) {
        Map<String, Object> body = new HashMap<>(Map.of("agent_type", "droid", "task", "do it"));
        body.putAll(more);
        Answer answer = post(0, "/api/delegate", body, UUID.randomUUID().toString());
        assertThat(answer.status()).as("%s", answer).isEqualTo(202);
        return answer;
    }

    private JsonNode completed(Answer delegated) throws Exception {
        String path = "/api/tasks/" + delegated.json().path("ticket_id").asText();
        Eventually.holds(() ->
                assertThat(wire.send(base(1), Ask.get(path).as(token)).text()).contains("\"status\":\"completed\""));
        return wire.send(base(1), Ask.get(path).as(token)).json();
    }

    private Path directory() throws IOException {
        return Files.createTempDirectory(system.baseDir(), "work-");
    }

    private static List<String> arguments(Path directory) throws IOException {
        return List.of(Files.readString(directory.resolve("argv")).split("\0"));
    }

    @Test
    void an_agent_whose_program_no_host_has_is_told_at_once_and_leaves_nothing() {
        for (String path : List.of("/api/agents/spawn", "/api/delegate")) {
            Answer answer = post(
                    0,
                    path,
                    Map.of("agent_type", "cursor", "task", "x"),
                    UUID.randomUUID().toString());
            assertThat(answer.status()).as("%s", answer).isEqualTo(500);
            assertThat(answer.json().path("error_code").asText()).isEqualTo("AGENT_SPAWN_FAILED");
            assertThat(answer.json().path("message").asText()).contains("'cursor-agent' is not on the PATH");
        }
        assertThat(wire.send(base(0), Ask.get("/api/agents?agent_type=cursor").as(token))
                        .text())
                .isEqualTo("{\"agents\":[],\"total\":0}");
    }

    @Test
    void aider_is_given_the_task_as_a_message_that_is_neither_a_flag_nor_a_command_of_its_own() throws Exception {
        Path directory = directory();
        String task = "!touch made; --yes\n/run ls";

        JsonNode ticket =
                completed(delegate(Map.of("agent_type", "aider", "task", task, "working_dir", directory.toString())));

        List<String> arguments = arguments(directory);
        assertThat(arguments).startsWith("--no-check-update", "--yes-always").hasSize(3);
        assertThat(arguments.getLast()).startsWith("--message= " + task + "\n\nWhen you are done");
        assertThat(ticket.at("/result/files_modified").toString()).isEqualTo("[\"src/aider.py\"]");
    }

    @Test
    void a_task_works_where_the_agent_of_its_type_is_that_was_spawned_for_it() throws Exception {
        Path directory = directory();
        Answer agent = post(
                0,
                "/api/agents/spawn",
                Map.of("agent_type", "droid", "working_dir", directory.toString()),
                UUID.randomUUID().toString());
        assertThat(agent.status()).as("%s", agent).isEqualTo(201);
        spawned.add(agent.json().path("session_id").asText());
        // Of several the newest is taken that is idle: what others have left must not come before it.
        Ask own = Ask.get("/api/agents/" + spawned.getFirst()).as(token);
        Eventually.holds(
                () -> assertThat(wire.send(base(0), own).json().path("status").asText())
                        .isEqualTo("idle"));

        Answer delegated = delegate(Map.of("task", "beside the agent"));

        var _ = completed(delegated);
        assertThat(directory.resolve("told.txt")).content().startsWith("beside the agent");
        assertThat(delegated.json().path("session_id").asText()).isNotEqualTo(spawned.getFirst());
    }

    @Test
    void sent_twice_under_one_key_a_spawn_is_one_agent_and_a_delegation_one_ticket() {
        String key = UUID.randomUUID().toString();
        Map<String, String> spawn = Map.of("agent_type", "droid");
        Answer first = post(0, "/api/agents/spawn", spawn, key);
        assertThat(first.status()).as("%s", first).isEqualTo(201);
        spawned.add(first.json().path("session_id").asText());

        Answer again = post(1, "/api/agents/spawn", spawn, key);

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.header("Idempotency-Replayed")).contains("true");
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        Answer other = post(0, "/api/agents/spawn", Map.of("agent_type", "droid", "env", Map.of("A", "1")), key);
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.json().path("error_code").asText()).isEqualTo("INVALID_REQUEST");

        String another = UUID.randomUUID().toString();
        Map<String, String> delegate = Map.of("agent_type", "droid", "task", "once");
        Answer one = post(0, "/api/delegate", delegate, another);
        Answer two = post(1, "/api/delegate", delegate, another);
        assertThat(two.status()).isEqualTo(202);
        assertThat(two.json().path("ticket_id")).isEqualTo(one.json().path("ticket_id"));
        assertThat(two.json().path("session_id")).isEqualTo(one.json().path("session_id"));
    }

    @Test
    void a_spawn_that_is_repeated_when_its_agent_is_over_is_answered_as_it_was() {
        String key = UUID.randomUUID().toString();
        Map<String, String> spawn = Map.of("agent_type", "droid");
        Answer first = post(0, "/api/agents/spawn", spawn, key);
        String id = first.json().path("session_id").asText();
        Ask kill = Ask.send("DELETE", "/api/agents/" + id, "").as(token);
        assertThat(wire.send(base(0), kill).status()).isIn(200, 202);
        Eventually.holds(() -> assertThat(wire.send(base(0), kill).status()).isEqualTo(404));

        Answer again = post(0, "/api/agents/spawn", spawn, key);

        assertThat(again.status()).as("%s", again).isEqualTo(201);
        assertThat(again.json()).isEqualTo(first.json());
    }
}
