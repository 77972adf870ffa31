package dev.signalbox.e2e.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.e2e.dialect.Wire.Answer;
import dev.signalbox.e2e.dialect.Wire.Ask;
import dev.signalbox.e2e.system.Eventually;
import dev.signalbox.e2e.system.TestSession;
import dev.signalbox.schemas.codec.Json;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The native API keeps to what every dialect must do.
final class V1ConformanceTest extends DialectConformance {
    @Override
    protected String name() {
        return "v1";
    }

    @Override
    protected URI own(int node) {
        return system.nodes().get(node);
    }

    @Override
    protected URI main(int node) {
        return system.nodes().get(node);
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
        Ask ask = Ask.get("/v1/sessions/" + session.id() + "/output?encoding=text")
                .as(system.token());
        Heard heard = Heard.events(wire, own(node), cursor.isEmpty() ? ask : ask.with("Last-Event-ID", cursor));
        return new Watching() {
            private String last = cursor;

            @Override
            public @Nullable String next(Duration patience) {
                Heard.Said said = heard.poll(patience);
                if (said == null) {
                    return null;
                }
                last = said.id().isEmpty() ? last : said.id();
                try {
                    return said.event().equals("output")
                            ? Json.mapper().readTree(said.data()).path("text").asText()
                            : "";
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
        return Ask.get("/v1/sessions?limit=500");
    }

    @Override
    protected Ask one(String session) {
        return Ask.get("/v1/sessions/" + session);
    }

    @Override
    protected Optional<Ask> stream(String session) {
        return Optional.of(Ask.get("/v1/sessions/" + session + "/output"));
    }

    @Override
    protected String unknownId() {
        return "s-2222222222222222";
    }

    @Override
    protected Ask withBody() {
        return Ask.send("POST", "/v1/agents", Map.of("name", "agent-" + UUID.randomUUID()));
    }

    @Override
    protected Optional<Conflict> conflict(Wire wire) {
        String agent = system.client()
                .post("/v1/agents", Map.of("name", "twice-" + UUID.randomUUID()))
                .path("id")
                .asText();
        Eventually.holds(() -> assertThat(
                        wire.send(own(1), Ask.get("/v1/agents/" + agent).as(system.token()))
                                .status())
                .isEqualTo(200));
        return Optional.of(new Conflict(
                Ask.send(
                        "POST",
                        "/v1/sessions",
                        Map.of("provider", "command", "command", List.of("sleep", "1"), "agent", agent)),
                201,
                409));
    }

    @Override
    protected void error(Answer answer) {
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
        assertThat(answer.json().path("code").asText()).isNotEmpty();
        assertThat(answer.json().path("status").asInt()).isEqualTo(answer.status());
    }

    @Override
    protected void session(JsonNode session) {
        assertThat(session.path("id").asText()).matches("s-[a-z2-9]{16}");
        assertThat(session.at("/since/REQUESTED").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    }

    @Override
    protected void unknownRoute(Answer answer) {
        assertThat(answer.status()).isEqualTo(404);
        error(answer);
    }

    @Override
    protected Map<String, Integer> sockets() {
        return Map.of("/v1/ws", 401);
    }
}
