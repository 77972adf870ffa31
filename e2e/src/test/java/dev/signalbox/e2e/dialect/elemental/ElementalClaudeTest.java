package dev.signalbox.e2e.dialect.elemental;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.e2e.dialect.elemental.Events.Event;
import dev.signalbox.e2e.installed.AgentPrograms;
import dev.signalbox.e2e.system.Eventually;
import dev.signalbox.e2e.system.Repository;
import dev.signalbox.e2e.system.RunningSystem;
import dev.signalbox.e2e.system.TestSession;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/// The real Claude Code as an agent of Elemental's.
@Tag("agents")
final class ElementalClaudeTest {
    private final ElementalClient client = new ElementalClient(0);
    private final ElementalClient other = new ElementalClient(1);

    @BeforeAll
    static void claude_is_here() {
        if (AgentPrograms.find("claude").isEmpty()) {
            throw new TestAbortedException("left out: 'claude' was not found; e2e/agents/install fetches it");
        }
    }

    @Test
    void prompt_tool_call_second_input_stop_and_resume() throws Exception {
        Path directory = Repository.directory();
        String agent = client.agent(Map.of());
        JsonNode started = client.post(
                        "/api/agents/" + agent + "/start",
                        Map.of("workingDirectory", directory.toString(), "initialPrompt", "TOOL:echo made > made.txt"))
                .expect(201)
                .at("/session");
        String own = started.path("claudeSessionId").asText();
        assertThat(started.path("status").asText()).isEqualTo("running");
        assertThat(own).isNotEmpty();

        String last;
        try (Events events = client.stream(agent, null)) {
            List<Event> turn = events.untilNamed("agent_result");
            assertThat(turn).extracting(Event::name).contains("agent_system", "agent_assistant", "agent_user");
            assertThat(turn.get(1).data().path("subtype").asText()).isEqualTo("init");
            assertThat(turn.get(1).data().at("/raw/session_id").asText()).isEqualTo(own);
            assertThat(turn)
                    .anyMatch(event -> event.data().at("/tool/name").asText().equals("Bash"));
            assertThat(turn.getLast().data().path("content").asText()).startsWith("Tool said:");
            assertThat(directory.resolve("made.txt")).hasContent("made");
            last = turn.getLast().id();
        }

        client.post("/api/agents/" + agent + "/input", Map.of("input", "and again"))
                .expect(202);
        try (Events events = other.stream(agent, last)) {
            assertThat(events.untilNamed("agent_result").getLast().content()).isEqualTo("You said: and again");
        }

        client.post("/api/agents/" + agent + "/stop", Map.of("graceful", true)).expect(200);
        assertThat(client.get("/api/sessions?resumable=true&agentId=" + agent).at("/sessions"))
                .hasSize(1);
        JsonNode resumed = other.post("/api/agents/" + agent + "/resume", Map.of("resumePrompt", "RECALL"))
                .expect(201)
                .json();
        assertThat(resumed.path("uwpCheck").toString())
                .isEqualTo("{\"checked\":true,\"hasReadyTasks\":false,\"tasks\":[]}");
        assertThat(resumed.at("/session/claudeSessionId").asText()).isEqualTo(own);
        assertThat(resumed.at("/session/workingDirectory").asText()).isEqualTo(directory.toString());
        try (Events events = client.stream(agent, null)) {
            assertThat(events.untilNamed("agent_result").getLast().content()).contains("Earlier:");
        }
        client.stop(agent);
    }

    @Test
    void the_socket_tells_what_claude_says() {
        String agent = client.agent(Map.of());
        client.start(agent, Map.of("initialPrompt", "hello"));
        try (Socket socket = client.socket()) {
            assertThat(socket.subscribe(agent).path("hasSession").asBoolean()).isTrue();
            socket.send(Map.of("type", "input", "input", "second"));
            JsonNode answer = socket.until(
                            message -> message.at("/event/type").asText().equals("result")
                                    && message.at("/event/content").asText().contains("second"))
                    .getLast();
            assertThat(answer.path("type").asText()).isEqualTo("event");
            assertThat(answer.at("/event/raw/subtype").asText()).isEqualTo("success");
        }
        client.stop(agent);
    }

    @Test
    void work_that_waits_for_an_agent_is_told_it_first_when_it_is_resumed() {
        String agent = client.agent(Map.of());
        client.start(agent, Map.of("initialPrompt", "hello"));
        // Claude Code keeps a conversation from its first answer on; before it there is nothing to go on with.
        try (Events events = client.stream(agent, null)) {
            assertThat(events.untilNamed("agent_result")).isNotEmpty();
        }
        var v1 = RunningSystem.shared().client();
        // A host that nobody has keeps it waiting.
        String task = v1.post(
                        "/v1/tasks",
                        Map.of(
                                "provider",
                                "claude",
                                "title",
                                "Urgent",
                                "instruction",
                                "do the waiting work",
                                "agent",
                                agent,
                                "priority",
                                60,
                                "constraints",
                                Map.of("no-such", "host")))
                .path("id")
                .asText();
        client.stop(agent);

        JsonNode unasked = client.post("/api/agents/" + agent + "/resume", Map.of("checkReadyQueue", false))
                .expect(201)
                .at("/uwpCheck");
        assertThat(unasked.toString()).isEqualTo("{\"checked\":false,\"hasReadyTasks\":false,\"tasks\":[]}");
        client.stop(agent);
        JsonNode check = client.post("/api/agents/" + agent + "/resume", Map.of("resumePrompt", "then this"))
                .expect(201)
                .at("/uwpCheck");

        assertThat(check.path("hasReadyTasks").asBoolean()).isTrue();
        assertThat(check.path("tasks").toString())
                .isEqualTo("[{\"id\":\"" + task + "\",\"title\":\"Urgent\",\"priority\":1,\"status\":\"open\"}]");
        try (Events events = client.stream(agent, null)) {
            assertThat(events.untilContent("do the waiting work\n\nthen this")).isNotEmpty();
        }
        JsonNode handed = v1.get("/v1/tasks/" + task);
        assertThat(handed.path("status").asText()).isEqualTo("CANCELED");
        assertThat(handed.path("reason").asText()).startsWith("handed to session session-");
        client.stop(agent);
    }

    /// Trap 11: the original forgets how a session ran.
    @Test
    void a_terminal_session_is_resumed_in_a_terminal() throws Exception {
        Path directory = Repository.directory();
        String agent = client.agent(Map.of("role", "director", "approvals", "ask"));
        String first = client.start(
                agent, Map.of("interactive", true, "workingDirectory", directory.toString(), "initialPrompt", "hello"));
        Eventually.holds(() -> assertThat(client.get("/api/sessions/" + first)
                        .at("/session/claudeSessionId")
                        .asText())
                .isNotEmpty());
        var before = TestSession.at(first);
        before.await(now -> assertThat(written(before)).contains("Yousaid:hello"));
        client.stop(agent);
        String second = client.post("/api/agents/" + agent + "/resume", null)
                .expect(201)
                .at("/session/id")
                .asText();
        assertThat(TestSession.at(second).now().at("/spec/interactive").asBoolean())
                .isTrue();
        client.stop(agent);
    }

    /// What a screen was sent, without the ways of the cursor between its words.
    private static String written(TestSession session) {
        return session.text().replaceAll("\u001b\\[[0-9;?]*[A-Za-z]|\\s", "");
    }
}
