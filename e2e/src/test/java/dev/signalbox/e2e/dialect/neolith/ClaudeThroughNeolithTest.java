package dev.signalbox.e2e.dialect.neolith;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.e2e.installed.AgentPrograms;
import dev.signalbox.e2e.system.RunningSystem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/// The real Claude Code, spoken to as Neolith does.
@Tag("agents")
final class ClaudeThroughNeolithTest {
    private static final String COMMAND = "echo yes > neolith-leave.txt";

    private final RunningSystem system = RunningSystem.shared();

    @BeforeAll
    static void claude_is_here() {
        if (AgentPrograms.find("claude").isEmpty()) {
            throw new TestAbortedException("'claude' was not found; e2e/agents/install fetches it");
        }
    }

    private static Map<String, Object> spawn(String description, Map<String, Object> metadata) {
        Map<String, Object> task = new HashMap<>(
                Map.of("type", "code", "description", description, "priority", "high", "status", "pending"));
        if (!metadata.isEmpty()) {
            task.put("metadata", metadata);
        }
        return Map.of(
                "orchestratorId", "vp_123", "task", task, "sessionType", "claude-code", "memoryProfile", "default");
    }

    @Test
    void takes_a_prompt_a_second_one_and_a_stop() {
        try (DaemonClient client = DaemonClient.open(system.dialect(0, "neolith"))) {
            assertThat(client.next().toString()).contains("health_check_response");
            client.send("spawn_session", spawn("hello", Map.of("ticket", 7)));

            JsonNode spawned = client.answer();
            assertThat(spawned.path("type").asText()).isEqualTo("session_spawned");
            assertThat(spawned.at("/session/status").asText()).isEqualTo("initializing");
            assertThat(spawned.at("/session/task/metadata/ticket").asInt()).isEqualTo(7);
            String id = spawned.at("/session/id").asText();
            assertThat(id).matches("session_\\d{13}_[0-9a-z]{9}");

            JsonNode completed = client.await("task_completed");
            assertThat(completed.at("/result/output").asText()).isEqualTo("You said: hello");
            assertThat(completed.path("taskId").asText())
                    .isEqualTo(spawned.at("/session/task/id").asText());
            assertOrder(client.heard(id).stream()
                    .map(message -> message.path("type").asText())
                    .toList());

            client.send("execute_task", Map.of("sessionId", id, "task", "and again", "context", Map.of("a", 1)));
            JsonNode executing = client.await("task_executing");
            assertThat(executing.path("task").asText()).isEqualTo("and again");
            JsonNode second = client.await("task_completed");
            assertThat(second.path("taskId")).isEqualTo(executing.path("taskId"));
            assertThat(second.at("/result/output").asText()).startsWith("You said: and again");

            client.send("stop_session", Map.of("sessionId", id));
            JsonNode stopped = client.awaitStatus(id, "terminated");
            assertThat(stopped.at("/session/metrics/tasksCompleted").asInt()).isEqualTo(2);
            assertThat(stopped.at("/session/endedAt").asText()).matches(".*\\.\\d{3}Z");

            client.send("spawn_session", spawn("RECALL", Map.of("resumes", id)));
            String resumed = client.await("session_spawned").at("/session/id").asText();
            assertThat(client.await("task_completed").at("/result/output").asText())
                    .startsWith("Earlier: hello");
            client.send("stop_session", Map.of("sessionId", resumed));
            client.awaitStatus(resumed, "terminated");
        }
    }

    /// That each turn's messages come in the order that clients rely on.
    private static void assertOrder(List<String> types) {
        assertThat(types.getFirst()).isEqualTo("session_spawned");
        assertThat(types.get(1)).isEqualTo("session_status_update");
        assertThat(types.indexOf("task_executing")).isGreaterThan(types.indexOf("session_status_update"));
        assertThat(types.indexOf("stream_start")).isGreaterThan(types.indexOf("task_executing"));
        assertThat(types.indexOf("stream_chunk")).isEqualTo(types.indexOf("stream_start") + 1);
        assertThat(types.indexOf("stream_end")).isGreaterThan(types.lastIndexOf("stream_chunk"));
        assertThat(types.indexOf("task_completed")).isGreaterThan(types.indexOf("stream_end"));
    }

    @Test
    void tells_of_tool_calls_and_takes_leave_as_a_task() {
        try (DaemonClient client = DaemonClient.open(system.dialect(0, "neolith"))) {
            client.send(
                    "spawn_session",
                    spawn("TOOL:" + COMMAND, Map.of("cwd", system.baseDir().toString())));
            String id = client.await("session_spawned").at("/session/id").asText();
            JsonNode started = client.await("tool_call_start").path("data");
            assertThat(started.path("toolName").asText()).isEqualTo("Bash");
            assertThat(started.path("status").asText()).isEqualTo("started");
            assertThat(started.at("/toolInput/command").asText()).isEqualTo(COMMAND);

            client.await(message -> message.at("/data/chunk").asText().contains("Waits for leave"));
            client.send("execute_task", Map.of("sessionId", id, "task", "yes"));
            JsonNode result = client.await("tool_call_result").path("data");
            assertThat(result.path("status").asText()).isEqualTo("completed");
            assertThat(system.baseDir().resolve("neolith-leave.txt")).hasContent("yes");
            JsonNode first = client.await("task_completed");
            JsonNode second = client.await("task_completed");
            assertThat(first.path("task").asText()).isEqualTo("TOOL:" + COMMAND);
            assertThat(second.path("task").asText()).isEqualTo("yes");
            client.send("stop_session", Map.of("sessionId", id));
            client.awaitStatus(id, "terminated");
        }
    }

    @Test
    void says_that_a_task_failed_and_takes_the_next_one_without_chunks() {
        try (DaemonClient client = DaemonClient.open(system.dialect(0, "neolith"))) {
            client.send("spawn_session", spawn("FAIL", Map.of()));
            String id = client.await("session_spawned").at("/session/id").asText();
            assertThat(client.await("task_failed").path("error").asText()).isNotEmpty();
            int before = client.heard().size();
            client.send("execute_task", Map.of("sessionId", id, "task", "and now", "streamResponse", false));
            assertThat(client.await("task_completed").at("/result/output").asText())
                    .isEqualTo("You said: and now");
            assertThat(client.types().subList(before, client.types().size()))
                    .doesNotContain("stream_start", "stream_chunk", "stream_end");
            client.send("stop_session", Map.of("sessionId", id));
            client.awaitStatus(id, "terminated");
        }
    }
}
