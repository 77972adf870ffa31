package dev.signalbox.e2e.dialect.elemental;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.e2e.dialect.Speech;
import dev.signalbox.e2e.dialect.Spoken;
import dev.signalbox.e2e.dialect.Started;
import dev.signalbox.e2e.dialect.Way;
import dev.signalbox.e2e.dialect.Wire;
import dev.signalbox.e2e.dialect.Wire.Answer;
import dev.signalbox.e2e.dialect.Wire.Ask;
import dev.signalbox.e2e.system.RunningSystem;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Elemental, as one dialect among the others.
final class ElementalSpoken implements Spoken {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

    private final RunningSystem system = RunningSystem.shared();

    /// What is watched is an agent: session → agent.
    private final Map<String, String> agents = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return "elemental";
    }

    /// At the node that no test stops.
    @Override
    public Started start(Wire wire, Speech speech) {
        String agent = agent(wire, speech.program());
        String id = wire.send(own(1), post("/api/agents/" + agent + "/start", Map.of()))
                .json()
                .at("/session/id")
                .asText();
        agents.put(id, agent);
        return new Started() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public Speech speech() {
                return speech;
            }

            @Override
            public void close() {
                var _ = wire.send(own(1), post("/api/agents/" + agent + "/stop", Map.of("graceful", false)));
                speech.close();
            }
        };
    }

    private String agent(Wire wire, List<String> command) {
        Map<String, ?> agent = Map.of(
                "name", "agent-" + UUID.randomUUID(), "role", "worker", "provider", "command", "command", command);
        return wire.send(own(1), post("/api/agents", agent))
                .json()
                .at("/agent/id")
                .asText();
    }

    @Override
    public List<Way> ways() {
        return List.of(
                Way.events(
                        session -> stream(session.id()).as(system.token()),
                        said -> Way.json(said).path("content").asText() + "\n"),
                Way.socket(
                        Ask.get("/ws").as(system.token()),
                        session -> Map.of("type", "subscribe", "agentId", agents.get(session.id())),
                        said -> said.at("/event/content").asText() + "\n"));
    }

    private Ask stream(String session) {
        return Ask.get("/api/agents/" + agents.getOrDefault(session, "el-nobody") + "/stream");
    }

    @Override
    public Ask list() {
        return Ask.get("/api/sessions");
    }

    @Override
    public Ask one(String session) {
        return Ask.get("/api/sessions/" + session);
    }

    @Override
    public List<Ask> streams(String session) {
        return List.of(stream(session));
    }

    @Override
    public String unknownId() {
        return "session-mi000000-0001-abcd";
    }

    @Override
    public Ask withBody() {
        return Ask.send("POST", "/api/agents", Map.of("name", "agent-" + UUID.randomUUID(), "role", "worker"));
    }

    @Override
    public Conflict conflict(Wire wire) {
        String agent = agent(wire, List.of("sleep", "600"));
        Ask start = post("/api/agents/" + agent + "/start", Map.of());
        Ask stop = post("/api/agents/" + agent + "/stop", Map.of("graceful", false));
        return new Conflict(start, start, 201, 409, () -> {
            var _ = wire.send(own(1), stop);
        });
    }

    private Ask post(String path, Map<String, ?> body) {
        return Ask.send("POST", path, body).as(system.token());
    }

    @Override
    public void error(Answer answer) {
        assertThat(answer.header("Content-Type")).contains("application/json");
        assertThat(answer.json().at("/error/code").asText()).matches("[A-Z_]+");
        assertThat(answer.json().at("/error/message").asText()).isNotEmpty();
    }

    @Override
    public void session(JsonNode answer) {
        JsonNode session = answer.path("session");
        assertThat(session.path("id").asText()).matches("session-[0-9a-z]+-[0-9a-z]{4}-[0-9a-z]{4}");
        assertThat(session.path("createdAt").asText()).matches(TIME);
        assertThat(session.path("lastActivityAt").asText()).matches(TIME);
        assertThat(session.path("status").asText())
                .isIn("starting", "running", "suspended", "terminating", "terminated");
    }

    @Override
    public void unknownRoute(Answer answer) {
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).isEqualTo("404 Not Found");
    }

    @Override
    public Map<String, Integer> sockets() {
        return Map.of("/ws", 401);
    }
}
