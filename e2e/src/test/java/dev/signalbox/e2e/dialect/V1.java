package dev.signalbox.e2e.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.e2e.dialect.Wire.Answer;
import dev.signalbox.e2e.dialect.Wire.Ask;
import dev.signalbox.e2e.system.Eventually;
import dev.signalbox.e2e.system.RunningSystem;
import dev.signalbox.e2e.system.SeparateNode;
import dev.signalbox.e2e.system.TestSession;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The native API, as one dialect among the others.
final class V1 implements Spoken {
    private final RunningSystem system = RunningSystem.shared();

    @Override
    public String name() {
        return "v1";
    }

    @Override
    public URI own(int node) {
        return system.nodes().get(node);
    }

    @Override
    public URI main(int node) {
        return system.nodes().get(node);
    }

    @Override
    public URI at(SeparateNode node) {
        return node.main();
    }

    @Override
    public Started start(Wire wire, Speech speech) {
        return Started.overV1(speech);
    }

    @Override
    public List<Way> ways() {
        return List.of(
                Way.events(
                        session -> Ask.get("/v1/sessions/" + session.id() + "/output?encoding=text")
                                .as(system.token()),
                        V1::text),
                new Way("socket", true, true, true, this::subscription, Frames::new));
    }

    private static String text(Heard.Said said) {
        assertThat(said.event()).isNotEqualTo("gap");
        return said.event().equals("output") ? Way.json(said).path("text").asText() : "";
    }

    private Way.Opening subscription(Started session, String cursor) {
        Map<String, Object> message = new HashMap<>(Map.of("op", "subscribe", "session", session.id(), "items", false));
        if (!cursor.isEmpty()) {
            message.put("afterSeq", Long.parseLong(cursor));
        }
        return new Way.Opening(Ask.get("/v1/ws").as(system.token()), List.of(Way.json(message)));
    }

    /// The frames of a subscription, each acknowledged.
    private static final class Frames implements Way.Ear {
        private static final int HEADER = 24;
        private static final int SEQ = 8;

        private long received;

        @Override
        public Way.Piece take(Heard heard, Heard.Said said) {
            if (!said.event().equals(Heard.BINARY)) {
                assertThat(Way.json(said).path("op").asText()).isIn("subscribed", "caught_up", "cursor");
                return Way.Piece.NOTHING;
            }
            ByteBuffer frame = ByteBuffer.wrap(said.data().getBytes(StandardCharsets.ISO_8859_1));
            received += frame.capacity() - HEADER;
            heard.say(Way.json(Map.of("op", "ack", "index", frame.getInt(4), "bytes", received)));
            return new Way.Piece(said.data().substring(HEADER), Long.toString(frame.getLong(SEQ)));
        }
    }

    @Override
    public Ask list() {
        return Ask.get("/v1/sessions?limit=500");
    }

    @Override
    public Ask one(String session) {
        return Ask.get("/v1/sessions/" + session);
    }

    @Override
    public List<Ask> streams(String session) {
        return List.of(Ask.get("/v1/sessions/" + session + "/output"));
    }

    @Override
    public String unknownId() {
        return "s-2222222222222222";
    }

    @Override
    public Ask withBody() {
        return Ask.send("POST", "/v1/agents", Map.of("name", "agent-" + UUID.randomUUID()));
    }

    @Override
    public Conflict conflict(Wire wire) {
        String agent = system.client()
                .post("/v1/agents", Map.of("name", "twice-" + UUID.randomUUID()))
                .path("id")
                .asText();
        Eventually.holds(() -> assertThat(
                        wire.send(own(1), Ask.get("/v1/agents/" + agent).as(system.token()))
                                .status())
                .isEqualTo(200));
        Ask start = Ask.send(
                "POST",
                "/v1/sessions",
                Map.of("provider", "command", "command", List.of("sleep", "600"), "agent", agent));
        return new Conflict(start, start, 201, 409, () -> end(agent));
    }

    private void end(String agent) {
        String[] session = new String[1];
        Eventually.holds(() -> {
            session[0] = system.client()
                    .get("/v1/agents/" + agent)
                    .path("activeSession")
                    .asText();
            assertThat(session[0]).isNotEmpty();
        });
        TestSession.at(session[0]).close();
    }

    @Override
    public void error(Answer answer) {
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
        assertThat(answer.json().path("code").asText()).isNotEmpty();
        assertThat(answer.json().path("status").asInt()).isEqualTo(answer.status());
    }

    @Override
    public void session(JsonNode session) {
        assertThat(session.path("id").asText()).matches("s-[a-z2-9]{16}");
        assertThat(session.at("/since/REQUESTED").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    }

    @Override
    public void unknownRoute(Answer answer) {
        assertThat(answer.status()).isEqualTo(404);
        error(answer);
    }

    @Override
    public Map<String, Integer> sockets() {
        return Map.of("/v1/ws", 401);
    }
}
