package dev.signalbox.e2e.dialect.neolith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.api.core.Principal;
import dev.signalbox.e2e.dialect.DialectConformance;
import dev.signalbox.e2e.dialect.Heard;
import dev.signalbox.e2e.dialect.Wire;
import dev.signalbox.e2e.dialect.Wire.Answer;
import dev.signalbox.e2e.dialect.Wire.Ask;
import dev.signalbox.e2e.dialect.neolith.Http.Key;
import dev.signalbox.e2e.system.Eventually;
import dev.signalbox.schemas.codec.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// Neolith keeps to what every dialect must do. Its sessions are asked for over the socket; what is watched are its
/// daemon's events, since a socket hears only of what it asked for itself.
final class NeolithConformanceTest extends DialectConformance {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";
    private static final String CHOICE = "X-Orchestrator-Id";

    @Override
    protected String name() {
        return "neolith";
    }

    @Override
    protected Answer ask(Wire wire, URI base, Ask ask) {
        return Asked.overSocket(ask) ? Asked.send(wire, base, ask) : super.ask(wire, base, ask);
    }

    @Override
    protected Started start(Wire wire, int lines) {
        return new Announcer(own(1), system.token(), lines);
    }

    @Override
    protected Watching watch(Wire wire, int node, Started session, String cursor) {
        if (!(session instanceof Announcer announcer)) {
            throw new IllegalArgumentException("not started here");
        }
        Ask ask = Ask.get("/api/daemon/events?since=" + announcer.since())
                .as(system.token())
                .with(CHOICE, announcer.orchestratorId());
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
                    return Json.mapper()
                                    .readTree(said.data())
                                    .at("/payload/instanceId")
                                    .asText() + "\n";
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
        return Asked.of("list_sessions", Map.of());
    }

    @Override
    protected Ask one(String session) {
        return Asked.of("session_status", Map.of("sessionId", session));
    }

    @Override
    protected Optional<Ask> stream(String session) {
        return Optional.empty();
    }

    @Override
    protected String unknownId() {
        return "session_1700000000000_abcdefghi";
    }

    @Override
    protected Ask withBody() {
        return Ask.send("POST", "/api/daemon/sessions", Map.of("orchestratorId", "vp_conformance", "type", "user"))
                .with(CHOICE, "vp_conformance");
    }

    @Override
    protected Optional<Conflict> conflict(Wire wire) {
        Key key =
                Key.made(new Http(own(0)), "vp_" + UUID.randomUUID().toString().substring(0, 8));
        Eventually.holds(
                () -> assertThat(key.authenticate(new Http(own(1))).status()).isEqualTo(200));
        return Optional.of(new Conflict(registration(key, "instance-a"), registration(key, "instance-b"), 201, 409));
    }

    private static Ask registration(Key key, String instance) {
        return Ask.send("POST", "/api/daemon", key.registration(instance));
    }

    @Override
    protected void error(Answer answer) {
        Asked.error(answer);
        if (answer.status() == 409) {
            assertThat(answer.json().at("/error/code").asText()).isEqualTo("DAEMON_ALREADY_REGISTERED");
        }
    }

    @Override
    protected void session(JsonNode answer) {
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
    protected void unknownRoute(Answer answer) {
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).isEqualTo("Not Found");
    }

    @Override
    protected Map<String, Integer> sockets() {
        return Map.of("/", 101, "/any/path", 101);
    }

    private DaemonClient client(int node) {
        return DaemonClient.open(own(node), "/", Map.of("Authorization", "Bearer " + system.token()));
    }

    private static String spawn(DaemonClient client, String script) {
        client.send(
                "spawn_session",
                Map.of(
                        "orchestratorId",
                        "vp_conformance",
                        "sessionType",
                        "custom",
                        "task",
                        Map.of("description", "first", "metadata", Map.of("command", List.of("bash", "-c", script)))));
        return client.await("session_spawned").at("/session/id").asText();
    }

    private static void awaitChunk(DaemonClient client, String session, String text) {
        var _ = client.await(message -> message.path("type").asText().equals("stream_chunk")
                && message.at("/data/sessionId").asText().equals(session)
                && message.at("/data/chunk").asText().contains(text));
    }

    @Test
    void under_its_api_a_path_that_nothing_has_is_an_error_of_the_api() {
        try (var wire = new Wire()) {
            Answer answer = wire.send(own(0), Ask.get("/api/daemon/nothing").as(system.token()));
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.json().at("/error/code").asText()).isEqualTo("NOT_FOUND");
        }
    }

    @Test
    void another_namespace_has_no_part_in_a_daemons_sessions_and_events() {
        String foreign = system.token("elsewhere-neolith", Principal.PERSON);
        try (var wire = new Wire()) {
            Answer made = wire.send(own(0), withBody().as(system.token()));
            String id = made.json().at("/session/id").asText();
            assertThat(id).matches("session_user_vp_conformance_\\d{13}_[0-9a-z]{7}");
            assertThat(made.json().at("/session/expiresAt").asText()).matches(TIME);
            Ask list = Ask.get("/api/daemon/sessions").with(CHOICE, "vp_conformance");
            assertThat(wire.send(own(0), list.as(system.token())).text()).contains(id);
            assertThat(wire.send(own(0), list.as(foreign)).text()).doesNotContain(id);
            for (Ask ask : List.of(
                    Ask.send("PATCH", "/api/daemon/sessions", Map.of("sessionId", id)),
                    Ask.send("DELETE", "/api/daemon/sessions?sessionId=" + id, ""))) {
                Answer answer = wire.send(own(0), ask.as(foreign).with(CHOICE, "vp_conformance"));
                assertThat(answer.status()).as("%s", answer).isEqualTo(404);
                error(answer);
            }
        }
    }

    @Test
    void a_client_of_the_socket_whose_node_goes_away_finds_its_session_at_the_other_and_goes_on() throws Exception {
        String id;
        try (DaemonClient one = client(0)) {
            id = spawn(one, "while read -r task; do echo heard $task; done");
            awaitChunk(one, id, "heard first");
            system.stopApiNode(0);
            assertThat(one.closed().code()).isEqualTo(1000);
        }
        try (DaemonClient two = client(1)) {
            two.send("list_sessions", null);
            assertThat(two.await("sessions_list").path("sessions"))
                    .anyMatch(session -> session.path("id").asText().equals(id)
                            && session.path("status").asText().equals("running"));
            two.send("execute_task", Map.of("sessionId", id, "task", "second"));
            String task = two.await("task_executing").path("taskId").asText();
            awaitChunk(two, id, "heard second");
            assertThat(two.await("task_completed").path("taskId").asText()).isEqualTo(task);
            two.send("stop_session", Map.of("sessionId", id));
            var _ = two.awaitStatus(id, "terminated");
        } finally {
            system.startApiNode(0);
        }
    }

    /// Trap 13.
    @Test
    void a_client_that_does_not_read_is_dropped_with_1013_and_the_others_go_on() {
        try (DaemonClient other = client(0)) {
            String id = spawn(other, "sleep 600");
            other.send("stop_session", Map.of("sessionId", id));
            var _ = other.awaitStatus(id, "terminated");
            var deaf = new Deaf();
            WebSocket socket = Deaf.open(own(0), system.token(), deaf);
            try {
                String task = "{\"type\":\"execute_task\",\"payload\":{\"sessionId\":\"%s\",\"task\":\"%s\"}}"
                        .formatted(id, "x".repeat(250 * 1024));
                for (int i = 0; i < 100; i++) {
                    socket.sendText(task, true).join();
                }
                // It is dropped ten seconds after the first answer for which there was no room.
                await().pollDelay(Duration.ofSeconds(14))
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> true);
                other.send("ping", null);
                assertThat(other.await("pong").size()).isEqualTo(1);
                socket.request(Long.MAX_VALUE);

                assertThat(deaf.closed.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo(1013);
            } finally {
                socket.abort();
            }
        }
    }

    /// Trap 12.
    @Test
    void what_a_query_shows_is_not_logged() {
        var logged = new ListAppender<ILoggingEvent>();
        logged.start();
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var ours = (Logger) LoggerFactory.getLogger("dev.signalbox");
        root.addAppender(logged);
        ours.addAppender(logged);
        ours.setAdditive(false);
        ours.setLevel(Level.DEBUG);
        ours.debug("even this is heard");
        try (var wire = new Wire()) {
            for (URI base : List.of(own(0), main(0))) {
                try (DaemonClient client = DaemonClient.open(base, "/?token=" + system.token(), Map.of())) {
                    client.send("ping", null);
                    assertThat(client.await("pong").size()).isEqualTo(1);
                }
                for (String query : List.of("token=not-a-good-token", "apiKey=not-a-good-key")) {
                    int _ = Heard.refusal(wire, base, Ask.get("/?" + query));
                    var _ = wire.send(base, Ask.get("/api/daemon/events?" + query));
                    var _ = wire.send(base, Ask.get("/no/such/path?" + query));
                }
            }
        } finally {
            ours.setLevel(null);
            ours.setAdditive(true);
            ours.detachAppender(logged);
            root.detachAppender(logged);
        }
        assertThat(List.copyOf(logged.list))
                .extracting(event -> event.getFormattedMessage() + event.getKeyValuePairs() + event.getMDCPropertyMap())
                .anyMatch(line -> line.contains("even this is heard"))
                .noneMatch(line -> line.contains(system.token()) || line.contains("not-a-good"));
    }

    /// A client that reads nothing until it is asked to.
    private static final class Deaf implements WebSocket.Listener {
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();

        static WebSocket open(URI base, String token, Deaf listener) {
            return HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .header("Authorization", "Bearer " + token)
                    .buildAsync(URI.create(base.toString().replaceFirst("^http", "ws") + "/"), listener)
                    .join();
        }

        @Override
        public void onOpen(WebSocket socket) {
            // Nothing is asked for.
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.completeExceptionally(error);
        }
    }
}
