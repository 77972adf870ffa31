package dev.signalbox.api.dialect.neolith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.api.ApiNode;
import dev.signalbox.api.stage.Entities;
import dev.signalbox.api.stage.FakeDecider.Change;
import dev.signalbox.api.stage.FakeDecider.Decision;
import dev.signalbox.api.stage.SharedKafka;
import dev.signalbox.api.stage.Stage;
import dev.signalbox.api.stage.WsClient;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.spec.SessionSpec;
import dev.signalbox.schemas.state.Session;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Who gets into the daemon's socket, and what they see there.
@ExtendWith(SharedKafka.class)
class SocketAccessTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String KEYS = "[{\"key\":\"user-key-0123456789abcdef0123456\",\"clientId\":\"web\"},"
            + "{\"key\":\"read-key-0123456789abcdef0123456\",\"clientId\":\"eye\",\"role\":\"readonly\"},"
            + "{\"key\":\"less-key-0123456789abcdef0123456\",\"clientId\":\"root\"},"
            + "{\"key\":\"root-key-0123456789abcdef0123456\",\"clientId\":\"root\",\"role\":\"admin\"}]";

    private Stage stage;

    @BeforeEach
    void begin(SharedKafka.Running kafka, @TempDir Path directory) {
        stage = new Stage(kafka, directory);
    }

    @AfterEach
    void end() throws Exception {
        stage.close();
    }

    private ApiNode node(String... flags) {
        Map<String, String> all = new HashMap<>(Map.of(
                "neolith-listen",
                "127.0.0.1:0",
                "neolith-namespace",
                stage.namespace,
                "neolith-auth-jwt-secret",
                SECRET,
                "neolith-auth-api-keys",
                KEYS));
        for (int i = 0; i < flags.length; i += 2) {
            all.put(flags[i], flags[i + 1]);
        }
        ApiNode node = stage.node(all);
        await().until(() -> node.problems().isEmpty());
        return node;
    }

    private WsClient open(ApiNode node, String query, Map<String, String> headers) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + node.dialects().get("neolith") + "/" + query);
        WsClient client = WsClient.open(stage.client, uri, headers);
        assertThat(client.text().path("type").asText()).isEqualTo("health_check_response");
        return client;
    }

    private WsClient with(ApiNode node, String key) throws Exception {
        return open(node, "", Map.of("x-api-key", key + "-key-0123456789abcdef0123456"));
    }

    private static String jwt(long seconds, Map<String, Object> more) {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = new HashMap<>(Map.of(
                "sub", "ada", "iss", "wundr-orchestrator", "aud", "wundr-daemon", "iat", now, "exp", now + seconds));
        claims.putAll(more);
        return new Jwt(SECRET.getBytes(StandardCharsets.UTF_8)).sign(claims);
    }

    private int refused(ApiNode node, String query, Map<String, String> headers) {
        try (WsClient _ = open(node, query, headers)) {
            return 101;
        } catch (ExecutionException e) {
            return e.getCause() instanceof WebSocketHandshakeException refusal
                    ? refusal.getResponse().statusCode()
                    : -1;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode ask(WsClient client, String type, Map<String, Object> payload) throws Exception {
        client.send(Map.of("type", type, "payload", payload));
        return client.text();
    }

    @Test
    void whoever_shows_nothing_may_say_it_and_whoever_shows_something_wrong_is_refused() throws Exception {
        ApiNode node = node();
        try (WsClient client = open(node, "", Map.of())) {
            assertThat(ask(client, "ping", Map.of()).path("error").asText()).isEqualTo("not_authenticated");
            client.send(Map.of("type", "auth", "token", jwt(60, Map.of())));
            assertThat(client.text().path("type").asText()).isEqualTo("auth_ok");
            assertThat(ask(client, "ping", Map.of()).path("type").asText()).isEqualTo("pong");
        }
        try (WsClient client = open(node, "", Map.of())) {
            client.send(Map.of("type", "auth", "token", jwt(-5, Map.of())));
            assertThat(client.text().path("error").asText()).isEqualTo("jwt_expired");
            assertThat(client.closed.get(20, TimeUnit.SECONDS)).isEqualTo(4001);
        }
        assertThat(refused(node, "?token=" + jwt(60, Map.of("iss", "x")), Map.of()))
                .isEqualTo(401);
        assertThat(refused(node, "?apiKey=nobodys", Map.of())).isEqualTo(401);
        assertThat(refused(node, "?token=" + jwt(60, Map.of()), Map.of())).isEqualTo(101);
        assertThat(refused(node("neolith-auth-at-upgrade", "true"), "", Map.of()))
                .isEqualTo(401);
    }

    @Test
    void a_token_that_expires_ends_the_socket() throws Exception {
        try (WsClient client = open(node(), "?token=" + jwt(2, Map.of()), Map.of())) {
            assertThat(client.closed.get(20, TimeUnit.SECONDS)).isEqualTo(4001);
        }
    }

    @Test
    void messages_and_sockets_of_a_client_are_limited() throws Exception {
        ApiNode node = node("neolith-auth-rate-limit-max", "2", "neolith-auth-max-connections", "1");
        try (WsClient client = with(node, "user")) {
            assertThat(refused(node, "", Map.of("x-api-key", "user-key-0123456789abcdef0123456")))
                    .isEqualTo(429);
            ask(client, "ping", Map.of());
            ask(client, "ping", Map.of());
            assertThat(ask(client, "ping", Map.of()).path("error").asText()).isEqualTo("rate_limit_exceeded");
        }
    }

    @Test
    void loopback_is_an_admin_only_if_told_so_and_behind_no_proxy() throws Exception {
        ApiNode node = node("neolith-auth-allow-loopback", "true");
        try (WsClient client = open(node, "", Map.of())) {
            assertThat(ask(client, "ping", Map.of()).path("type").asText()).isEqualTo("pong");
        }
        try (WsClient client = open(node, "", Map.of("X-Forwarded-For", "10.0.0.1"))) {
            assertThat(ask(client, "ping", Map.of()).path("error").asText()).isEqualTo("not_authenticated");
        }
    }

    private static SessionSpec ownedBy(String client) {
        SessionSpec spec = Entities.spec(false);
        return new SessionSpec(
                spec.provider(),
                spec.command(),
                false,
                false,
                spec.workspace(),
                spec.placement(),
                List.of(),
                Map.of(),
                Map.of(Labels.OWNER, client),
                spec.approvals(),
                spec.terminal(),
                spec.silentHost(),
                false,
                null,
                null);
    }

    private void session(String id, String owner) throws Exception {
        var cause = stage.decider.cause();
        SessionSpec spec = ownedBy(owner);
        Session session = Entities.requested(id, spec, cause);
        long n = stage.decider.change(
                stage.namespace, Change.of(session, new Event.SessionRequested("a-1", spec, null, null)));
        stage.shows(n);
    }

    @Test
    void clients_see_their_own_sessions_and_an_admin_all() throws Exception {
        session("session_1_mine", "web");
        session("session_1_other", "someone");
        ApiNode node = node();
        try (WsClient user = with(node, "user");
                WsClient admin = with(node, "root");
                WsClient eye = with(node, "read")) {
            assertThat(ask(user, "list_sessions", Map.of()).toString())
                    .contains("session_1_mine")
                    .doesNotContain("session_1_other");
            assertThat(ask(admin, "list_sessions", Map.of()).toString()).contains("session_1_mine", "session_1_other");
            assertThat(ask(eye, "list_sessions", Map.of()).path("sessions")).isEmpty();
            assertThat(ask(user, "stop_session", Map.of("sessionId", "session_1_other"))
                            .path("error")
                            .asText())
                    .startsWith("Session not found");
            assertThat(ask(eye, "spawn_session", Map.of("task", "x"))
                            .path("error")
                            .asText())
                    .isEqualTo("insufficient_permissions");
        }
    }

    @Test
    void news_of_a_session_reach_those_who_see_it() throws Exception {
        ApiNode node = node();
        try (WsClient user = with(node, "user");
                WsClient admin = with(node, "root")) {
            await().until(() -> {
                session("session_1_" + Ids.TOKEN.mint(), "web");
                return !user.received.isEmpty() && !admin.received.isEmpty();
            });
            session("session_1_other", "someone");
            session("session_1_last", "web");

            assertThat(untilLast(admin)).contains("session_1_other");
            assertThat(untilLast(user)).doesNotContain("session_1_other");
        }
    }

    private static List<String> untilLast(WsClient client) throws Exception {
        List<String> sessions = new ArrayList<>();
        while (!sessions.contains("session_1_last")) {
            sessions.add(client.text().at("/session/id").asText());
        }
        return sessions;
    }

    @Test
    void whoever_shows_less_than_before_sees_less_from_then_on() throws Exception {
        session("session_1_other", "someone");
        ApiNode node = node();
        try (WsClient client = with(node, "root")) {
            assertThat(ask(client, "list_sessions", Map.of()).path("sessions")).hasSize(1);
            client.send(Map.of("type", "auth", "apiKey", "less-key-0123456789abcdef0123456"));
            assertThat(client.text().path("type").asText()).isEqualTo("auth_ok");

            assertThat(ask(client, "list_sessions", Map.of()).path("sessions")).isEmpty();
            client.send(Map.of("type", "auth", "apiKey", "user-key-0123456789abcdef0123456"));
            assertThat(client.text().path("error").asText()).contains("somebody else");
        }
    }

    /// Whose sessions count is the decider's to say: live ones, whatever this node has seen.
    @Test
    void the_cap_goes_with_the_wish_and_its_refusal_is_told_in_the_originals_words() throws Exception {
        stage.decider.decide(
                (command, _) -> command.command() instanceof Command.StartSession start && start.maxLive() == 1
                        ? Decision.refuse(ErrorCode.LIMIT_REACHED, null, null)
                        : Decision.silence());
        ApiNode node = node("neolith-max-sessions", "1");
        try (WsClient user = with(node, "user")) {
            assertThat(ask(user, "spawn_session", Map.of("task", "x"))
                            .path("error")
                            .asText())
                    .isEqualTo("Maximum session limit reached (1). Cannot spawn new session.");
        }
    }

    @Test
    void a_secret_that_is_too_short_is_no_door() {
        assertThatThrownBy(() -> node("neolith-auth-jwt-secret", "short")).hasMessageContaining("auth-jwt-secret");
    }
}
