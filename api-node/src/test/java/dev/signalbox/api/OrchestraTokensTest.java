package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.signalbox.api.auth.Jwts;
import dev.signalbox.api.stage.SharedKafka;
import dev.signalbox.api.stage.Stage;
import dev.signalbox.api.stage.Stage.Answer;
import dev.signalbox.api.stage.WsClient;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Whom Orchestra lets in, and how often: over HTTP and over its socket, on a listener of its own.
@ExtendWith(SharedKafka.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OrchestraTokensTest {
    private Stage stage;
    private ApiNode keysAway;
    private ApiNode open;
    private ApiNode quiet;

    @BeforeAll
    void begin(SharedKafka.Running kafka, @TempDir Path directory) {
        stage = new Stage(
                kafka,
                directory,
                Map.of(
                        "orchestra-jwt-secret", Jwts.SECRET,
                        "orchestra-audience", "orchestra",
                        "orchestra-namespace-claim", "ns",
                        "orchestra-delegations-per-minute", "3"));
        keysAway = stage.node(Map.of("orchestra-jwks-file", "/nowhere/jwks.json"));
        open = stage.node(Map.of("orchestra-health-auth", "true"));
        // A window that all messages of a test are sent in.
        quiet = stage.node(Map.of(
                "orchestra-jwt-secret", Jwts.SECRET,
                "orchestra-audience", "orchestra",
                "orchestra-namespace-claim", "ns",
                "orchestra-messages-per-second", "100",
                "orchestra-messages-per-minute", "10"));
        await().until(() -> open.problems().isEmpty() && quiet.problems().isEmpty());
    }

    @AfterAll
    void end() throws Exception {
        stage.close();
    }

    private static String jwt(String subject, UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        return Jwts.hs256(
                Jwts.SECRET,
                change.apply(Jwts.claims(Instant.now()).subject(subject)).build());
    }

    private static URI uri(ApiNode node, String path) {
        return URI.create("http://127.0.0.1:" + node.dialects().get("orchestra") + path);
    }

    private Answer get(ApiNode node, String path, String token) throws Exception {
        var request = HttpRequest.newBuilder(uri(node, path)).GET();
        return stage.send(token == null ? request : request.header("Authorization", "Bearer " + token));
    }

    private Answer delegate(String token) throws Exception {
        return stage.send(HttpRequest.newBuilder(uri(stage.node, "/api/delegate"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"agent_type\":\"emacs\",\"task\":\"x\"}")));
    }

    private WsClient socket(ApiNode node, String query, Map<String, String> headers, String... protocols)
            throws Exception {
        return WsClient.open(stage.client, uri(node, "/ws/observe" + query), headers, protocols);
    }

    @Test
    void a_good_token_opens_and_any_other_is_invalid() throws Exception {
        assertThat(get(stage.node, "/api/agents", jwt("ann", c -> c)).json().toString())
                .isEqualTo("{\"agents\":[],\"total\":0}");
        assertThat(get(stage.node, "/api/agents", stage.token).status())
                .as("the native one")
                .isEqualTo(200);
        List<String> bad = List.of(
                "nonsense",
                jwt("ann", c -> c.expirationTime(Date.from(Instant.now().minusSeconds(60)))),
                jwt("ann", c -> c.audience("other")),
                new PlainJWT(Jwts.claims(Instant.now()).build()).serialize());
        for (String token : bad) {
            Answer answer = get(stage.node, "/api/agents", token);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.json().path("error_code").asText()).isEqualTo("INVALID_TOKEN");
            assertThat(answer.text()).doesNotContain(token);
        }
        assertThat(get(stage.node, "/api/agents", null).status()).isEqualTo(401);
        assertThat(get(stage.node, "/api/health", null).status()).isEqualTo(200);
        assertThat(get(open, "/api/health", "x").status())
                .as("open to this machine")
                .isEqualTo(200);
    }

    @Test
    void scopes_say_what_a_token_may() throws Exception {
        String reads = jwt("reader", c -> c.claim("scope", "agents:read"));
        String observes = jwt("observer", c -> c.claim("permissions", List.of("observe")));

        assertThat(get(stage.node, "/api/agents", reads).status()).isEqualTo(200);
        assertThat(get(stage.node, "/api/agents", observes)
                        .json()
                        .path("error_code")
                        .asText())
                .isEqualTo("FORBIDDEN");
        assertThat(delegate(reads).status()).isEqualTo(403);
        try (var socket = socket(stage.node, "?token=" + observes, Map.of())) {
            socket.send(Map.of("type", "user_message", "session_id", "s", "content", "hello"));
            assertThat(socket.text().path("error_code").asText()).isEqualTo("FORBIDDEN");
        }
        try (var socket = socket(stage.node, "?token=" + reads, Map.of())) {
            assertThat(socket.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1008);
        }
    }

    /// Traps 2 and 3.
    @Test
    void the_socket_takes_its_token_in_three_ways_and_closes_on_a_bad_one_after_it_has_opened() throws Exception {
        String token = jwt("ann", c -> c);
        var logged = new ListAppender<ILoggingEvent>();
        logged.start();
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var ours = (Logger) LoggerFactory.getLogger("dev.signalbox");
        root.addAppender(logged);
        ours.addAppender(logged);
        ours.setAdditive(false);
        ours.setLevel(Level.DEBUG);
        ours.debug("even this is heard");
        try (var query = socket(stage.node, "?token=" + token, Map.of());
                var header = socket(stage.node, "", Map.of("Authorization", "Bearer " + token));
                var protocol = socket(stage.node, "", Map.of(), "orchestra", "bearer." + token)) {
            assertThat(protocol.protocol()).isEqualTo("orchestra");
            for (var socket : List.of(query, header, protocol)) {
                socket.send(Map.of("type", "ping"));
                assertThat(socket.text().toString()).isEqualTo("{\"type\":\"pong\"}");
            }
        }
        for (String bad : List.of("", "?token=nonsense")) {
            try (var socket = socket(stage.node, bad, Map.of())) {
                assertThat(socket.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1008);
            }
        }
        ours.setLevel(null);
        ours.setAdditive(true);
        ours.detachAppender(logged);
        root.detachAppender(logged);
        assertThat(List.copyOf(logged.list))
                .extracting(event -> event.getFormattedMessage() + event.getKeyValuePairs())
                .anyMatch(line -> line.contains("even this is heard"))
                .noneMatch(line -> line.contains(token) || line.contains("token=nonsense"));
    }

    /// Trap 4.
    @Test
    void keys_that_cannot_be_had_are_the_servers_fault_and_not_the_tokens() throws Exception {
        String token =
                Jwts.rs256(Jwts.key("one"), "one", Jwts.claims(Instant.now()).build());

        Answer answer = get(keysAway, "/api/agents", token);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().path("error_code").asText()).isEqualTo("UNAVAILABLE");
        assertThat(answer.header("Retry-After")).isNotNull();
        try (var socket = socket(keysAway, "?token=" + token, Map.of())) {
            assertThat(socket.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1013);
        }
        assertThat(get(keysAway, "/api/agents", stage.token).status()).isEqualTo(200);
    }

    /// Trap 5.
    @Test
    void a_socket_is_closed_when_its_token_expires() throws Exception {
        String token = jwt("ann", c -> c.expirationTime(Date.from(Instant.now().plusSeconds(6))));
        try (var socket = socket(stage.node, "?token=" + token, Map.of())) {
            socket.send(Map.of("type", "ping"));
            assertThat(socket.text().path("type").asText()).isEqualTo("pong");
            assertThat(socket.closed.get(60, TimeUnit.SECONDS)).isEqualTo(1008);
        }
    }

    /// Trap 6.
    @Test
    void what_is_no_message_is_told_and_ends_nothing() throws Exception {
        try (var socket = socket(stage.node, "?token=" + jwt("careless", c -> c), Map.of())) {
            for (String broken : List.of("{", "[]", "\"x\"", "{\"no\":\"type\"}", "{\"type\":7}")) {
                socket.raw(broken, true);
                JsonNode said = socket.text();
                assertThat(said.path("type").asText()).isEqualTo("error");
                assertThat(said.path("error_code").asText()).as(broken).isEqualTo("INVALID_REQUEST");
            }
            socket.send(Map.of("type", "ping"));
            assertThat(socket.text().path("type").asText()).isEqualTo("pong");
        }
    }

    /// Trap 7.
    @Test
    void messages_are_counted_by_subject_and_not_by_socket() throws Exception {
        String token = jwt("chatty", c -> c);
        try (var one = socket(quiet, "?token=" + token, Map.of());
                var two = socket(quiet, "?token=" + token, Map.of());
                var other = socket(quiet, "?token=" + jwt("quiet", c -> c), Map.of())) {
            // Six of one and six of the other: neither is over the limit by itself, and none is sent to one that is
            // closed.
            for (int i = 0; i < 12; i++) {
                (i % 2 == 0 ? one : two).send(Map.of("type", "ping"));
            }
            CompletableFuture.anyOf(one.closed, two.closed).get(60, TimeUnit.SECONDS);
            var refused = one.closed.isDone() ? one : two;
            assertThat(refused.closed.get()).isEqualTo(1013);
            assertThat(refused.received.toString()).contains("RATE_LIMIT_EXCEEDED");
            other.send(Map.of("type", "ping"));
            assertThat(other.text().path("type").asText()).isEqualTo("pong");
        }
    }

    @Test
    void every_answer_of_a_limited_route_says_what_is_left() throws Exception {
        String token = jwt("busy", c -> c);
        for (int left = 2; left >= 0; left--) {
            Answer answer = delegate(token);
            assertThat(answer.json().path("error_code").asText()).isEqualTo("INVALID_AGENT_TYPE");
            assertThat(answer.header("X-RateLimit-Limit")).isEqualTo("3");
            assertThat(answer.header("X-RateLimit-Remaining")).isEqualTo(Integer.toString(left));
            assertThat(Long.parseLong(answer.header("X-RateLimit-Reset"))
                            - Instant.now().getEpochSecond())
                    .isBetween(50L, 61L);
        }
        Answer refused = delegate(token);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().path("error_code").asText()).isEqualTo("RATE_LIMIT_EXCEEDED");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(50, 60);
        assertThat(delegate(jwt("someone-else", c -> c)).status()).isEqualTo(400);
    }

    /// Trap 8.
    @Test
    void without_an_issuer_only_this_machine_is_let_in() throws Exception {
        assertThat(get(open, "/api/agents", null).status()).isEqualTo(200);
        assertThat(get(open, "/api/agents", "your_jwt_token_here").status()).isEqualTo(200);
        Answer forwarded = stage.send(HttpRequest.newBuilder(uri(open, "/api/agents"))
                .header("X-Forwarded-For", "10.0.0.1")
                .GET());
        assertThat(forwarded.status()).isEqualTo(401);
        assertThat(stage.send(HttpRequest.newBuilder(Stage.uri(open, "/orchestra/api/agents"))
                                .GET())
                        .status())
                .as("behind its name on the main listener")
                .isEqualTo(401);
    }

    /// Trap 8: a socket without a token is one wish, and no other door opens with it.
    @Test
    void where_it_is_wished_for_a_socket_of_this_machine_needs_no_token_and_nothing_else() throws Exception {
        var insecure = stage.node(Map.of("orchestra-jwt-secret", Jwts.SECRET, "orchestra-allow-insecure-ws", "true"));
        await().until(() -> insecure.problems().isEmpty());

        assertThat(get(insecure, "/api/agents", null).status()).isEqualTo(401);
        try (var socket = socket(insecure, "", Map.of());
                var forwarded = socket(insecure, "", Map.of("X-Forwarded-For", "10.0.0.1"));
                var bad = socket(insecure, "?token=nonsense", Map.of())) {
            socket.send(Map.of("type", "ping"));
            assertThat(socket.text().path("type").asText()).isEqualTo("pong");
            assertThat(forwarded.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1008);
            assertThat(bad.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1008);
        }
    }

    @Test
    void a_namespace_that_a_token_names_is_its_own() throws Exception {
        String elsewhere = jwt("ann", c -> c.claim("ns", "elsewhere"));
        String nowhere = jwt("ann", c -> c.claim("ns", "../../etc"));

        assertThat(get(stage.node, "/api/agents", elsewhere).status()).isEqualTo(200);
        assertThat(get(stage.node, "/api/agents", nowhere).status()).isEqualTo(401);
    }
}
