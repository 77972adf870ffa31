package dev.signalbox.e2e.dialect.orchestra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.e2e.dialect.DialectConformance;
import dev.signalbox.e2e.dialect.Wire;
import dev.signalbox.e2e.dialect.Wire.Answer;
import dev.signalbox.e2e.dialect.Wire.Ask;
import dev.signalbox.e2e.system.TestSession;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Orchestra keeps to what every dialect must do.
final class OrchestraConformanceTest extends DialectConformance {
    @Override
    protected String name() {
        return "orchestra";
    }

    @Override
    protected Started start(Wire wire, int lines) {
        var session = TestSession.command(
                "bash", "-c", "for i in $(seq 1 %d); do echo line $i; sleep 0.02; done; sleep 600".formatted(lines));
        return new Started() {
            @Override
            public String id() {
                return session.id();
            }

            @Override
            public void close() {
                session.close();
            }
        };
    }

    @Override
    protected Watching watch(Wire wire, int node, Started session, String cursor) {
        var observer = Observer.at(wire, own(node), system.token());
        observer.subscribe(session.id(), cursor);
        return new Watching() {
            private String last = cursor;

            @Override
            public @Nullable String next(Duration patience) {
                JsonNode said = observer.poll(patience);
                if (said == null || !said.path("type").asText().equals("terminal_output")) {
                    return said == null ? null : "";
                }
                last = said.path("cursor").asText();
                return said.path("data").asText();
            }

            @Override
            public String cursor() {
                return last;
            }

            @Override
            public void close() {
                observer.close();
            }
        };
    }

    @Override
    protected Ask list() {
        return Ask.get("/api/agents");
    }

    @Override
    protected Ask one(String session) {
        return Ask.get("/api/agents/" + session);
    }

    @Override
    protected Optional<Ask> stream(String session) {
        return Optional.empty();
    }

    @Override
    protected String unknownId() {
        return "sess-claude-00000000";
    }

    @Override
    protected Ask withBody() {
        return Ask.send("POST", "/api/delegate", Map.of("agent_type", "droid", "task", "nothing much"));
    }

    @Override
    protected Optional<Conflict> conflict(Wire wire) {
        return Optional.empty();
    }

    @Override
    protected void error(Answer answer) {
        assertThat(answer.header("Content-Type")).contains("application/json");
        assertThat(answer.json().path("error_code").asText()).matches("[A-Z_]+");
        assertThat(answer.json().path("message").asText()).isNotEmpty();
    }

    @Override
    protected void session(JsonNode session) {
        assertThat(session.path("session_id").asText()).isNotEmpty();
        assertThat(session.path("agent_type").asText()).isEqualTo("command");
        assertThat(session.path("created_at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(session.has("tmux_session")).isTrue();
    }

    @Override
    protected void unknownRoute(Answer answer) {
        assertThat(answer.status()).isEqualTo(404);
        error(answer);
    }

    @Override
    protected Map<String, Integer> sockets() {
        return Map.of("/ws/observe", 101);
    }
}
