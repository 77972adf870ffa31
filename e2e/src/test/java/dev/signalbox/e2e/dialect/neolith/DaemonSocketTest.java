package dev.signalbox.e2e.dialect.neolith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.e2e.system.RunningSystem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The daemon's socket with programs as agents: each trap of the original that is its own.
final class DaemonSocketTest {
    private final RunningSystem system = RunningSystem.shared();

    private DaemonClient client(int node) {
        DaemonClient client = DaemonClient.open(system.dialect(node, "neolith"));
        assertThat(client.next().path("type").asText()).isEqualTo("health_check_response");
        return client;
    }

    private static Map<String, Object> program(String script) {
        return Map.of(
                "orchestratorId",
                "vp_1",
                "sessionType",
                "custom",
                "task",
                Map.of("description", "go", "metadata", Map.of("command", List.of("bash", "-c", script))));
    }

    private static String spawn(DaemonClient client, String script) {
        client.send("spawn_session", program(script));
        return client.await("session_spawned").at("/session/id").asText();
    }

    @Test
    void a_session_spawned_at_one_node_is_told_stopped_and_listed_at_the_other() {
        try (DaemonClient one = client(0);
                DaemonClient two = client(1)) {
            String id = spawn(one, "sleep 600");
            two.awaitStatus(id, "running");
            two.send("session_status", Map.of("sessionId", id));
            two.awaitStatus(id, "running");
            two.send("stop_session", Map.of("sessionId", id));
            JsonNode ended = one.awaitStatus(id, "terminated");
            two.awaitStatus(id, "terminated");
            one.send("stop_session", Map.of("sessionId", id));
            JsonNode again = one.awaitStatus(id, "terminated");
            assertThat(again.at("/session/endedAt")).isEqualTo(ended.at("/session/endedAt"));
            two.send("list_sessions", null);
            assertThat(two.await("sessions_list").toString()).contains(id);
            JsonNode failed = one.heardOrAwait(m -> m.path("type").asText().equals("task_failed"));
            assertThat(failed.path("error").asText()).contains("terminated");
            one.send("execute_task", Map.of("sessionId", id, "task", "more"));
            assertThat(one.await(m -> m.path("task").asText().equals("more"))
                            .path("error")
                            .asText())
                    .isEqualTo("Session " + id + " is not running (status: terminated)");
        }
    }

    @Test
    void a_session_is_told_first_does_its_task_once_and_takes_another() {
        try (DaemonClient client = client(0)) {
            String id = spawn(client, "while read -r task; do echo did $task; done");
            assertThat(client.heard(id)).hasSize(1);
            JsonNode first =
                    client.await(message -> message.path("type").asText().equals("task_completed")
                            && message.path("sessionId").asText().equals(id));
            assertThat(first.path("task").asText()).isEqualTo("go");
            assertThat(first.path("taskId").asText()).matches("task_[0-9a-z]{8,}");
            client.send("execute_task", Map.of("sessionId", id, "task", "more"));
            JsonNode second =
                    client.await(message -> message.path("type").asText().equals("task_completed")
                            && message.path("task").asText().equals("more"));
            client.send("session_status", Map.of("sessionId", id));
            client.awaitStatus(id, "running");

            assertThat(second.path("taskId").asText())
                    .matches("task_[0-9a-z]{8,}")
                    .isNotEqualTo(first.path("taskId").asText());
            List<JsonNode> told = client.heard(id);
            assertThat(told.getFirst().path("type").asText()).isEqualTo("session_spawned");
            assertThat(told.getFirst().at("/session/status").asText()).isEqualTo("initializing");
            assertThat(told).noneMatch(message -> message.has("payload"));
            assertThat(told.stream().map(message -> message.path("type").asText()))
                    .filteredOn(type -> type.startsWith("task_"))
                    .containsExactly("task_executing", "task_completed", "task_executing", "task_completed");
            client.send("stop_session", Map.of("sessionId", id));
            client.awaitStatus(id, "terminated");
        }
    }

    @Test
    void the_text_of_a_program_is_streamed_and_its_end_completes_the_task() {
        try (DaemonClient client = client(0)) {
            String id = spawn(client, "read -r task; echo one; sleep 0.2; echo two");
            JsonNode chunk = client.await("stream_chunk").path("data");
            assertThat(chunk.path("sessionId").asText()).isEqualTo(id);
            assertThat(chunk.path("chunk").asText()).startsWith("one");
            assertThat(client.await("task_completed").path("sessionId").asText())
                    .isEqualTo(id);
        }
    }

    @Test
    void bad_messages_are_answered_in_the_originals_words_and_end_nothing() {
        try (DaemonClient client = client(0)) {
            client.raw("{nonsense");
            assertThat(client.answer().path("error").asText()).isEqualTo("Invalid message format");
            client.send("spawn_session", null);
            assertThat(client.answer().path("error").asText()).isEqualTo("Invalid message format");
            client.send("dance", Map.of());
            assertThat(client.answer().path("error").asText()).isEqualTo("Unknown message type");
            client.send("execute_task", Map.of("sessionId", "session_made_up", "task", "x"));
            assertThat(client.answer().path("error").asText()).isEqualTo("Session not found: session_made_up");
            client.send("ping", null);
            assertThat(client.answer().toString()).isEqualTo("{\"type\":\"pong\"}");
            client.send("daemon_status", null);
            JsonNode status = client.await("daemon_status_update").path("status");
            assertThat(status.at("/subsystems/sessionManager/status").asText()).isEqualTo("running");
            assertThat(status.at("/metrics/successRate").asDouble()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void a_message_of_more_than_a_megabyte_closes_the_socket() {
        try (DaemonClient client = client(0)) {
            client.raw("{\"type\":\"ping\",\"x\":\"" + "x".repeat(1024 * 1024) + "\"}");
            assertThat(client.closed().code()).isEqualTo(1009);
        }
    }

    @Test
    void a_foreign_page_may_not_connect_and_the_main_listener_asks_for_a_token() {
        assertThatThrownBy(() ->
                        DaemonClient.open(system.dialect(0, "neolith"), "/", Map.of("Origin", "https://evil.example")))
                .isInstanceOf(IllegalStateException.class);
        try (DaemonClient client = DaemonClient.open(system.nodes().get(0), "/neolith/", Map.of())) {
            client.await("health_check_response");
            client.send("ping", null);
            assertThat(client.answer().path("error").asText()).isEqualTo("not_authenticated");
            client.raw("{\"type\":\"auth\",\"token\":\"" + system.token() + "\"}");
            assertThat(client.answer().path("type").asText()).isEqualTo("auth_ok");
            client.send("ping", null);
            assertThat(client.answer().path("type").asText()).isEqualTo("pong");
        }
        try (DaemonClient client = DaemonClient.open(system.nodes().get(0), "/neolith/", Map.of())) {
            client.await("health_check_response");
            client.raw("{\"type\":\"auth\",\"token\":\"wrong\"}");
            client.await("error");
            assertThat(client.closed().code()).isEqualTo(4001);
        }
    }
}
