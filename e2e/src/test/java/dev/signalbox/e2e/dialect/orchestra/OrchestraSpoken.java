package dev.signalbox.e2e.dialect.orchestra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.e2e.dialect.Heard;
import dev.signalbox.e2e.dialect.Speech;
import dev.signalbox.e2e.dialect.Spoken;
import dev.signalbox.e2e.dialect.Started;
import dev.signalbox.e2e.dialect.Way;
import dev.signalbox.e2e.dialect.Wire;
import dev.signalbox.e2e.dialect.Wire.Answer;
import dev.signalbox.e2e.dialect.Wire.Ask;
import dev.signalbox.e2e.system.Eventually;
import dev.signalbox.e2e.system.RunningSystem;
import dev.signalbox.e2e.system.TestSession;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Orchestra, as one dialect among the others.
final class OrchestraSpoken implements Spoken {
    private final RunningSystem system = RunningSystem.shared();

    @Override
    public String name() {
        return "orchestra";
    }

    @Override
    public Started start(Wire wire, Speech speech) {
        return Started.overV1(speech);
    }

    @Override
    public List<Way> ways() {
        return List.of(new Way("observer", true, true, false, this::subscription, () -> (_, said) -> output(said)));
    }

    private Way.Opening subscription(Started session, String cursor) {
        Map<String, String> message = new HashMap<>(Map.of("type", "subscribe_terminal", "session_id", session.id()));
        if (!cursor.isEmpty()) {
            message.put("cursor", cursor);
        }
        return new Way.Opening(Ask.get("/ws/observe").as(system.token()), List.of(Way.json(message)));
    }

    private static Way.Piece output(Heard.Said said) {
        JsonNode message = Way.json(said);
        String type = message.path("type").asText();
        assertThat(type).isNotEqualTo("error");
        return type.equals("terminal_output")
                ? new Way.Piece(
                        message.path("data").asText(), message.path("cursor").asText())
                : Way.Piece.NOTHING;
    }

    @Override
    public Ask list() {
        return Ask.get("/api/agents");
    }

    @Override
    public Ask one(String session) {
        return Ask.get("/api/agents/" + session);
    }

    @Override
    public List<Ask> streams(String session) {
        return List.of();
    }

    @Override
    public String unknownId() {
        return "sess-claude-00000000";
    }

    /// For an agent whose program no host has: where the request is taken, nothing runs on behind the test.
    @Override
    public Ask withBody() {
        return Ask.send("POST", "/api/delegate", Map.of("agent_type", "cursor", "task", "nothing much"));
    }

    /// Only one of two who kill an agent is told that it is killed; the other comes to one that is over.
    @Override
    public Conflict conflict(Wire wire) {
        String session = TestSession.command("sleep", "600").id();
        for (int node = 0; node < 2; node++) {
            var base = own(node);
            Eventually.holds(() -> assertThat(wire.send(base, one(session).as(system.token()))
                            .json()
                            .path("status")
                            .asText())
                    .isEqualTo("running"));
        }
        return new Conflict(Ask.send("DELETE", "/api/agents/" + session, ""), 200, 404);
    }

    @Override
    public void error(Answer answer) {
        assertThat(answer.header("Content-Type")).contains("application/json");
        assertThat(answer.json().path("error_code").asText()).matches("[A-Z_]+");
        assertThat(answer.json().path("message").asText()).isNotEmpty();
    }

    @Override
    public void session(JsonNode session) {
        assertThat(session.path("session_id").asText()).isNotEmpty();
        assertThat(session.path("agent_type").asText()).isEqualTo("command");
        assertThat(session.path("created_at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(session.has("tmux_session")).isTrue();
    }

    @Override
    public void unknownRoute(Answer answer) {
        assertThat(answer.status()).isEqualTo(404);
        error(answer);
    }

    @Override
    public Map<String, Integer> sockets() {
        return Map.of("/ws/observe", 101);
    }
}
