package dev.signalbox.e2e.dialect.orchestra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.e2e.dialect.Wire;
import dev.signalbox.e2e.dialect.Wire.Answer;
import dev.signalbox.e2e.dialect.Wire.Ask;
import dev.signalbox.e2e.installed.AgentPrograms;
import dev.signalbox.e2e.system.Eventually;
import dev.signalbox.e2e.system.Repository;
import dev.signalbox.e2e.system.RunningSystem;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/// The real Claude Code as an agent of Orchestra's.
@Tag("agents")
final class OrchestraClaudeTest {
    private final RunningSystem system = RunningSystem.shared();
    private final Wire wire = new Wire();
    private final String token = system.tokenOfANewcomer();

    @BeforeAll
    static void claude_is_here() {
        if (AgentPrograms.find("claude").isEmpty()) {
            throw new TestAbortedException("left out: 'claude' was not found; e2e/agents/install fetches it");
        }
    }

    @AfterEach
    void end() {
        wire.close();
    }

    private URI base(int node) {
        return system.dialect(node, "orchestra");
    }

    private String spawn(Map<String, ?> more) {
        Map<String, Object> body = new HashMap<>(Map.of("agent_type", "claude"));
        body.putAll(more);
        Answer answer =
                wire.send(base(0), Ask.send("POST", "/api/agents/spawn", body).as(token));
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        return answer.json().path("session_id").asText();
    }

    private void kill(String id) {
        Answer answer =
                wire.send(base(1), Ask.send("DELETE", "/api/agents/" + id, "").as(token));
        assertThat(answer.json().path("status").asText()).as("%s", answer).isEqualTo("terminated");
    }

    private static JsonNode response(Observer observer, String text) {
        return observer.until(message -> message.path("type").asText().equals("claude_response")
                && message.path("content").asText().contains(text));
    }

    @Test
    void in_its_terminal_prompt_tool_call_second_input_stop_and_resume() throws Exception {
        Path directory = Repository.directory();
        String id = spawn(Map.of("working_dir", directory.toString()));
        try (var observer = Observer.at(wire, base(0), token)) {
            observer.subscribe(id, "");
            observer.tell(id, "hello there");
            observer.until(message -> screen(id).contains("You said: hello there"));
            observer.tell(id, "TOOL:ls");
            observer.until(message -> screen(id).contains("Tool said:"));
            observer.tell(id, "and again");
            observer.until(message -> screen(id).contains("You said: and again"));
        }
        kill(id);

        String resumed = spawn(Map.of("resumes", id));

        try (var observer = Observer.at(wire, base(1), token)) {
            observer.subscribe(resumed, "");
            observer.tell(resumed, "RECALL");
            Eventually.holds(() -> assertThat(screen(resumed)).contains("Earlier:"));
        }
        kill(resumed);
    }

    @Test
    void without_a_terminal_it_answers_and_asks_for_leave() throws Exception {
        Path directory = Repository.directory();
        String id = spawn(Map.of("working_dir", directory.toString(), "interactive", false));
        try (var observer = Observer.at(wire, base(1), token)) {
            observer.subscribe(id, "");
            observer.tell(id, "hello");
            assertThat(response(observer, "You said: hello").path("actions")).isEmpty();

            observer.tell(id, "TOOL:echo made > made.txt");
            JsonNode asks = observer.until(message -> !message.path("actions").isEmpty());
            assertThat(asks.path("content").asText()).contains("Bash");
            assertThat(asks.at("/actions/0/type").asText()).isEqualTo("approve_plan");
            assertThat(directory.resolve("made.txt")).doesNotExist();
            observer.tell(id, asks.at("/actions/0/reply").asText());
            response(observer, "Tool said:");
            assertThat(directory.resolve("made.txt")).hasContent("made");
        }
        kill(id);

        String resumed = spawn(Map.of("resumes", id, "interactive", false));

        try (var observer = Observer.at(wire, base(0), token)) {
            observer.subscribe(resumed, "");
            observer.tell(resumed, "RECALL");
            assertThat(response(observer, "Earlier:").path("content").asText()).contains("hello");
        }
        kill(resumed);
    }

    @Test
    void a_delegated_task_has_what_claude_said_as_its_result() throws Exception {
        Answer delegated = wire.send(
                base(0),
                Ask.send("POST", "/api/delegate", Map.of("agent_type", "claude", "task", "say something"))
                        .as(token));
        assertThat(delegated.status()).as("%s", delegated).isEqualTo(202);
        String ticket = delegated.json().path("ticket_id").asText();

        Eventually.holds(() -> {
            JsonNode task = wire.send(base(1), Ask.get("/api/tasks/" + ticket).as(token))
                    .json();
            assertThat(task.path("status").asText()).as("%s", task).isEqualTo("completed");
            assertThat(task.at("/result/message").asText()).startsWith("You said: say something");
            assertThat(task.at("/result/tests_passed").isNull()).isTrue();
        });
    }

    /// What stands on the terminal's screen.
    private String screen(String id) {
        try {
            return Screens.of(system.client().get("/v1/sessions/" + id).path("process"));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
