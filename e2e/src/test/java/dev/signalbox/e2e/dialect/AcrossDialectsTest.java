package dev.signalbox.e2e.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.e2e.dialect.Wire.Answer;
import dev.signalbox.e2e.dialect.Wire.Ask;
import dev.signalbox.e2e.system.Eventually;
import dev.signalbox.e2e.system.RunningSystem;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A session that was started in one dialect is the same session in all others: each shows it, brings it prompts that
/// its program hears, and stops it.
final class AcrossDialectsTest {
    private static final List<String> HEARS =
            List.of("bash", "-c", "while IFS= read -r line; do echo \"heard: $line\"; done");

    /// A terminal's program is given a prompt as what was pasted.
    private static final String PASTED = "(\\e\\[200~)?";

    private final RunningSystem system = RunningSystem.shared();
    private final Wire wire = new Wire();
    private final String token = system.tokenOfANewcomer();
    private String started = "";

    @AfterEach
    void end() {
        var _ = wire.send(
                system.nodes().getFirst(),
                Ask.send("POST", "/v1/sessions/" + started + "/stop", Map.of("graceful", false))
                        .as(token));
        wire.close();
    }

    @Test
    void what_v1_starts_all_others_show_and_talk_to_and_orchestra_stops() {
        String id = v1("POST", "/v1/sessions", Map.of("provider", "command", "command", HEARS))
                .path("id")
                .asText();

        isTheSameEverywhere(id);
        asked(200, "orchestra", Ask.send("DELETE", "/api/agents/" + id, ""));
        isOver(id);
    }

    @Test
    void what_elemental_starts_all_others_show_and_talk_to_and_neolith_stops() {
        Map<String, ?> agent =
                Map.of("name", "agent-" + UUID.randomUUID(), "role", "worker", "provider", "command", "command", HEARS);
        String agentId = asked(201, "elemental", Ask.send("POST", "/api/agents", agent))
                .json()
                .at("/agent/id")
                .asText();
        String id = asked(201, "elemental", Ask.send("POST", "/api/agents/" + agentId + "/start", Map.of()))
                .json()
                .at("/session/id")
                .asText();

        isTheSameEverywhere(id);
        try (Heard neolith = neolith()) {
            say(neolith, "stop_session", Map.of("sessionId", id));
            isOver(id);
        }
    }

    @Test
    void what_orchestra_spawns_in_a_terminal_all_others_show_and_talk_to_and_elemental_stops() {
        String id = asked(201, "orchestra", Ask.send("POST", "/api/agents/spawn", Map.of("agent_type", "droid")))
                .json()
                .path("session_id")
                .asText();

        isTheSameEverywhere(id);
        asked(200, "elemental", Ask.send("POST", "/api/agents/" + agentOf(id) + "/stop", Map.of("graceful", false)));
        isOver(id);
    }

    @Test
    void what_neolith_spawns_all_others_show_and_talk_to_and_v1_stops() {
        String id;
        try (Heard neolith = neolith()) {
            Map<String, ?> task = Map.of("description", "go", "metadata", Map.of("command", HEARS));
            say(neolith, "spawn_session", Map.of("orchestratorId", "vp_across", "sessionType", "custom", "task", task));
            id = until(neolith, "session_spawned").at("/session/id").asText();
        }

        isTheSameEverywhere(id);
        JsonNode _ = v1("POST", "/v1/sessions/" + id + "/stop", Map.of());
        isOver(id);
    }

    private void isTheSameEverywhere(String id) {
        started = id;
        Eventually.holds(() -> {
            assertThat(v1("GET", "/v1/sessions/" + id, "").path("status").asText())
                    .isEqualTo("RUNNING");
            assertThat(asked(200, "elemental", Ask.get("/api/sessions")).text()).contains(id);
            assertThat(asked(200, "orchestra", Ask.get("/api/agents")).text()).contains(id);
            try (Heard neolith = neolith()) {
                say(neolith, "list_sessions", Map.of());
                assertThat(until(neolith, "sessions_list").toString()).contains(id);
            }
        });

        JsonNode _ = v1("POST", "/v1/sessions/" + id + "/inputs", Map.of("text", "by v1"));
        hears(id, "by v1");
        asked(
                202,
                "elemental",
                Ask.send("POST", "/api/agents/" + agentOf(id) + "/input", Map.of("input", "by elemental")));
        hears(id, "by elemental");
        try (Heard observer =
                Heard.socket(wire, at("orchestra"), Ask.get("/ws/observe").as(token))) {
            observer.say(Way.json(Map.of("type", "user_message", "session_id", id, "content", "by orchestra")));
            hears(id, "by orchestra");
        }
        try (Heard neolith = neolith()) {
            say(neolith, "execute_task", Map.of("sessionId", id, "task", "by neolith"));
            hears(id, "by neolith");
        }
    }

    private void hears(String id, String what) {
        Eventually.holds(() -> assertThat(wire.send(
                                system.nodes().getLast(),
                                Ask.get("/v1/sessions/" + id + "/output")
                                        .as(token)
                                        .with("Accept", "application/octet-stream"))
                        .text())
                .containsPattern("heard: " + PASTED + what));
    }

    private void isOver(String id) {
        Eventually.holds(() -> assertThat(
                        v1("GET", "/v1/sessions/" + id, "").path("status").asText())
                .isEqualTo("ENDED"));
    }

    private String agentOf(String id) {
        return asked(200, "elemental", Ask.get("/api/sessions/" + id))
                .json()
                .at("/session/agentId")
                .asText();
    }

    private JsonNode v1(String method, String path, Object body) {
        Answer answer = wire.send(
                system.nodes().getFirst(), Ask.send(method, path, body).as(token));
        assertThat(answer.status()).as("%s", answer).isBetween(200, 202);
        return answer.json();
    }

    private Answer asked(int status, String dialect, Ask ask) {
        Answer answer = wire.send(at(dialect), ask.as(token));
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        return answer;
    }

    private URI at(String dialect) {
        return system.dialect(1, dialect);
    }

    private Heard neolith() {
        return Heard.socket(wire, at("neolith"), Ask.get("/").as(token));
    }

    private static void say(Heard neolith, String type, Map<String, ?> payload) {
        neolith.say(Way.json(Map.of("type", type, "payload", payload)));
    }

    private static JsonNode until(Heard neolith, String type) {
        while (true) {
            JsonNode message = Way.json(neolith.next());
            assertThat(message.path("type").asText()).as("%s", message).isNotEqualTo("error");
            if (message.path("type").asText().equals(type)) {
                return message;
            }
        }
    }
}
