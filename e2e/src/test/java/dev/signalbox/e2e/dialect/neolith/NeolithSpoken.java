package dev.signalbox.e2e.dialect.neolith;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.e2e.dialect.Speech;
import dev.signalbox.e2e.dialect.Spoken;
import dev.signalbox.e2e.dialect.Started;
import dev.signalbox.e2e.dialect.Way;
import dev.signalbox.e2e.dialect.Wire;
import dev.signalbox.e2e.dialect.Wire.Answer;
import dev.signalbox.e2e.dialect.Wire.Ask;
import dev.signalbox.e2e.dialect.neolith.Http.Key;
import dev.signalbox.e2e.system.Eventually;
import dev.signalbox.e2e.system.RunningSystem;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Neolith, as one dialect among the others. Its sessions are asked for over the socket, whose clients hear of what
/// they gave a task; by events an orchestrator hears of its daemon.
final class NeolithSpoken implements Spoken {
    static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

    /// For which orchestrator a native token speaks.
    static final String CHOICE = "X-Orchestrator-Id";

    private final RunningSystem system = RunningSystem.shared();

    @Override
    public String name() {
        return "neolith";
    }

    @Override
    public Answer ask(Wire wire, URI base, Ask ask) {
        return Asked.overSocket(ask) ? Asked.send(wire, base, ask) : wire.send(base, ask);
    }

    @Override
    public Started start(Wire wire, Speech speech) {
        return new Announcer(own(1), system.token(), speech);
    }

    @Override
    public List<Way> ways() {
        return List.of(
                Way.events(
                        this::events,
                        said -> Way.json(said).at("/payload/instanceId").asText() + "\n"),
                Way.socket(
                        Ask.get("/").as(system.token()),
                        session -> Map.of(
                                "type", "execute_task", "payload", Map.of("sessionId", session.id(), "task", "listen")),
                        said -> said.at("/data/chunk").asText()));
    }

    private Ask events(Started session) {
        if (!(session instanceof Announcer announcer)) {
            throw new IllegalArgumentException("not started here");
        }
        return Ask.get("/api/daemon/events?since=" + announcer.since())
                .as(system.token())
                .with(CHOICE, announcer.orchestratorId());
    }

    @Override
    public Ask list() {
        return Asked.of("list_sessions", Map.of());
    }

    @Override
    public Ask one(String session) {
        return Asked.of("session_status", Map.of("sessionId", session));
    }

    /// None of a session: events are an orchestrator's.
    @Override
    public List<Ask> streams(String session) {
        return List.of();
    }

    @Override
    public String unknownId() {
        return "session_1700000000000_abcdefghi";
    }

    @Override
    public Ask withBody() {
        return Ask.send("POST", "/api/daemon/sessions", Map.of("orchestratorId", "vp_conformance", "type", "user"))
                .with(CHOICE, "vp_conformance");
    }

    @Override
    public Conflict conflict(Wire wire) {
        Key key =
                Key.made(new Http(own(0)), "vp_" + UUID.randomUUID().toString().substring(0, 8));
        Eventually.holds(
                () -> assertThat(key.authenticate(new Http(own(1))).status()).isEqualTo(200));
        return new Conflict(registration(key, "instance-a"), registration(key, "instance-b"), 201, 409);
    }

    private static Ask registration(Key key, String instance) {
        return Ask.send("POST", "/api/daemon", key.registration(instance));
    }

    @Override
    public void error(Answer answer) {
        Asked.error(answer);
        if (answer.status() == 409) {
            assertThat(answer.json().at("/error/code").asText()).isEqualTo("DAEMON_ALREADY_REGISTERED");
        }
    }

    @Override
    public void session(JsonNode answer) {
        JsonNode session = answer.path("session");
        assertThat(session.path("id").asText()).matches("session_\\d{13}_[0-9a-z]{9}");
        assertThat(session.path("startedAt").asText()).matches(TIME);
        assertThat(session.path("status").asText()).isIn("initializing", "running");
        assertThat(session.at("/task/id").asText()).startsWith("task_");
        assertThat(session.at("/task/createdAt").asText()).matches(TIME);
        assertThat(session.at("/task/updatedAt").asText()).matches(TIME);
        assertThat(session.at("/metrics/duration").isIntegralNumber()).isTrue();
        assertThat(session.at("/memoryContext/episodic").isArray()).isTrue();
    }

    /// Outside of `/api/daemon` the original has one word for everything.
    @Override
    public void unknownRoute(Answer answer) {
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).isEqualTo("Not Found");
    }

    @Override
    public Map<String, Integer> sockets() {
        return Map.of("/", 101, "/any/path", 101);
    }

    @Override
    public Set<String> credentials() {
        return Set.of("token", "apiKey");
    }
}
