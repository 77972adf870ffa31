package dev.signalbox.e2e.dialect.elemental;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.e2e.dialect.DialectConformance;
import dev.signalbox.e2e.dialect.Heard;
import dev.signalbox.e2e.dialect.Wire;
import dev.signalbox.e2e.dialect.Wire.Answer;
import dev.signalbox.e2e.dialect.Wire.Ask;
import dev.signalbox.schemas.codec.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Elemental keeps to what every dialect must do.
final class ElementalConformanceTest extends DialectConformance {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

    /// A stream is an agent's: session → agent.
    private final Map<String, String> agents = new ConcurrentHashMap<>();

    @Override
    protected String name() {
        return "elemental";
    }

    @Override
    protected Started start(Wire wire, int lines) {
        String agent = agent(
                wire,
                List.of(
                        "bash",
                        "-c",
                        "for i in $(seq 1 %d); do echo line $i; sleep 0.02; done; sleep 600".formatted(lines)));
        String id = wire.send(own(0), post("/api/agents/" + agent + "/start", Map.of()))
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
            public void close() {
                var _ = wire.send(own(0), post("/api/agents/" + agent + "/stop", Map.of("graceful", false)));
            }
        };
    }

    private String agent(Wire wire, List<String> command) {
        Answer made = wire.send(
                own(0),
                post(
                        "/api/agents",
                        Map.of(
                                "name",
                                "agent-" + UUID.randomUUID(),
                                "role",
                                "worker",
                                "provider",
                                "command",
                                "command",
                                command)));
        return made.json().at("/agent/id").asText();
    }

    @Override
    protected Watching watch(Wire wire, int node, Started session, String cursor) {
        Ask ask = stream(session.id()).orElseThrow().as(system.token());
        Heard heard = Heard.events(wire, own(node), cursor.isEmpty() ? ask : ask.with("Last-Event-ID", cursor));
        return new Watching() {
            private String last = cursor;

            @Override
            public String next(Duration patience) {
                Heard.Said said = heard.poll(patience);
                if (said == null) {
                    return null;
                }
                last = said.id().isEmpty() ? last : said.id();
                try {
                    return Json.mapper().readTree(said.data()).path("content").asText() + "\n";
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }

            @Override
            public String cursor() {
                return last;
            }

            @Override
            public void close() {
                heard.close();
            }
        };
    }

    @Override
    protected Ask list() {
        return Ask.get("/api/sessions");
    }

    @Override
    protected Ask one(String session) {
        return Ask.get("/api/sessions/" + session);
    }

    @Override
    protected Optional<Ask> stream(String session) {
        return Optional.of(Ask.get("/api/agents/" + agents.getOrDefault(session, "el-nobody") + "/stream"));
    }

    @Override
    protected String unknownId() {
        return "session-mi000000-0001-abcd";
    }

    @Override
    protected Ask withBody() {
        return Ask.send("POST", "/api/agents", Map.of("name", "agent-" + UUID.randomUUID(), "role", "worker"));
    }

    @Override
    protected Optional<Conflict> conflict(Wire wire) {
        String agent = agent(wire, List.of("sleep", "2"));
        return Optional.of(new Conflict(post("/api/agents/" + agent + "/start", Map.of()), 201, 409));
    }

    private Ask post(String path, Map<String, ?> body) {
        return Ask.send("POST", path, body).as(system.token());
    }

    @Override
    protected void error(Answer answer) {
        assertThat(answer.header("Content-Type")).contains("application/json");
        assertThat(answer.json().at("/error/code").asText()).matches("[A-Z_]+");
        assertThat(answer.json().at("/error/message").asText()).isNotEmpty();
    }

    @Override
    protected void session(JsonNode answer) {
        JsonNode session = answer.path("session");
        assertThat(session.path("id").asText()).matches("session-[0-9a-z]+-[0-9a-z]{4}-[0-9a-z]{4}");
        assertThat(session.path("createdAt").asText()).matches(TIME);
        assertThat(session.path("lastActivityAt").asText()).matches(TIME);
        assertThat(session.path("status").asText())
                .isIn("starting", "running", "suspended", "terminating", "terminated");
    }

    @Override
    protected void unknownRoute(Answer answer) {
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).isEqualTo("404 Not Found");
    }

    @Override
    protected Map<String, Integer> sockets() {
        return Map.of("/ws", 401);
    }
}
