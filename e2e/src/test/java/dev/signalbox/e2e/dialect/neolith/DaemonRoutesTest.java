package dev.signalbox.e2e.dialect.neolith;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.e2e.dialect.neolith.Http.Answer;
import dev.signalbox.e2e.dialect.neolith.Http.Key;
import dev.signalbox.e2e.system.Eventually;
import dev.signalbox.e2e.system.RunningSystem;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// `/api/daemon` on two nodes: each trap of the original that is its own.
final class DaemonRoutesTest {
    private final RunningSystem system = RunningSystem.shared();
    private final Http one = new Http(system.dialect(0, "neolith"));
    private final Http two = new Http(system.dialect(1, "neolith"));

    private static String fresh() {
        return "vp_" + UUID.randomUUID().toString().substring(0, 8);
    }

    /// Known to both nodes.
    private Key key(String id) {
        Key key = Key.made(one, id);
        Eventually.holds(() -> assertThat(key.authenticate(two).status()).isEqualTo(200));
        return key;
    }

    @Test
    void of_two_instances_that_register_at_once_on_two_nodes_one_does() {
        Key key = key(fresh());
        var first = CompletableFuture.supplyAsync(() -> key.register(one, "instance-a"));
        var second = CompletableFuture.supplyAsync(() -> key.register(two, "instance-b"));

        List<Answer> answers = List.of(first.join(), second.join());

        assertThat(answers.stream().map(Answer::status)).containsExactlyInAnyOrder(201, 409);
        Answer refused =
                answers.stream().filter(a -> a.status() == 409).findFirst().orElseThrow();
        assertThat(refused.at("/error/code")).isEqualTo("DAEMON_ALREADY_REGISTERED");
        assertThat(refused.at("/error/details/existingInstanceId")).startsWith("instance-");
        Answer same =
                answers.get(0).status() == 201 ? key.register(two, "instance-a") : key.register(one, "instance-b");
        assertThat(same.status()).as(same.text()).isEqualTo(201);
    }

    @Test
    void a_key_is_checked_with_its_secret_and_not_by_its_prefix() {
        Key key = key(fresh());
        var wrong = new Key(key.orchestratorId(), "vp_" + key.orchestratorId() + "_guess", key.apiSecret());
        var secretless = new Key(key.orchestratorId(), key.apiKey(), "guess");

        assertThat(wrong.register(one, "i").status()).isEqualTo(401);
        assertThat(wrong.authenticate(one).at("/code")).isEqualTo("INVALID_CREDENTIALS");
        assertThat(secretless.authenticate(one).status()).isEqualTo(401);
        assertThat(new Key("vp_nobody", "vp_vp_nobody_x", "x")
                        .register(one, "i")
                        .at("/error/code"))
                .isEqualTo("ORCHESTRATOR_NOT_FOUND");
    }

    @Test
    void offline_is_not_disabled() {
        Key key = key(fresh());
        key.register(one, "i");
        String token = key.authenticate(one).at("/accessToken");

        assertThat(one.ask("PUT", "/api/daemon/status", token, Map.of("status", "error"))
                        .status())
                .isEqualTo(200);
        assertThat(key.authenticate(one).status()).isEqualTo(200);
        assertThat(one.ask("DELETE", "/api/daemon", token, null).status()).isEqualTo(200);
        assertThat(key.authenticate(one).status()).isEqualTo(200);
        String path = "/api/daemon/orchestrators/" + key.orchestratorId();
        assertThat(one.ask("PATCH", path, null, Map.of("enabled", false)).status())
                .isEqualTo(200);
        Answer disabled = key.authenticate(one);
        assertThat(disabled.status()).isEqualTo(403);
        assertThat(disabled.at("/code")).isEqualTo("DAEMON_DISABLED");
    }

    @Test
    void a_refresh_token_is_worth_nothing_once_its_session_is_gone_on_any_node() {
        Key key = key(fresh());
        Answer auth = key.authenticate(one);
        String token = auth.at("/accessToken");
        Map<String, String> refresh = Map.of("refreshToken", auth.at("/refreshToken"));
        Eventually.holds(() -> assertThat(two.ask("POST", "/api/daemon/auth/refresh", null, refresh)
                        .status())
                .isEqualTo(200));

        one.ask("DELETE", "/api/daemon/sessions?sessionId=" + auth.at("/sessionId"), token, null);

        Eventually.holds(() -> assertThat(two.ask("POST", "/api/daemon/auth/refresh", null, refresh)
                        .at("/code"))
                .isEqualTo("TOKEN_REVOKED"));
        assertThat(one.ask("GET", "/api/daemon", token, null).status()).isEqualTo(401);
        assertThat(one.ask("POST", "/api/daemon/auth/refresh", null, Map.of("refreshToken", token))
                        .at("/code"))
                .isEqualTo("INVALID_TOKEN");
    }

    @Test
    void sessions_are_their_exact_owners() {
        String id = fresh();
        Key key = key(id);
        Key longer = key(id + "2");
        String token = key.authenticate(one).at("/accessToken");
        String other = longer.authenticate(one).at("/accessToken");
        Map<String, Object> wish = Map.of("orchestratorId", id + "2", "type", "user", "timeoutSeconds", 600);
        String session = one.ask("POST", "/api/daemon/sessions", other, wish).at("/session/id");

        assertThat(one.ask("POST", "/api/daemon/sessions", token, wish).status())
                .isEqualTo(403);
        Answer own = one.ask("GET", "/api/daemon/sessions", token, null);
        assertThat(own.text()).doesNotContain(session);
        assertThat(own.json().path("sessions"))
                .allSatisfy(one -> assertThat(one.path("expiresAt").asText()).endsWith("Z"));
        assertThat(one.ask("GET", "/api/daemon/sessions", other, null).text()).contains(session);
        assertThat(one.ask("PATCH", "/api/daemon/sessions", token, Map.of("sessionId", session))
                        .status())
                .isEqualTo(403);
        assertThat(one.ask("PATCH", "/api/daemon/sessions", token, Map.of("sessionId", "session_user_x_1_y"))
                        .at("/error/code"))
                .isEqualTo("SESSION_NOT_FOUND");
        assertThat(one.ask("POST", "/api/daemon/heartbeat", token, Map.of("sessionId", session))
                        .status())
                .isEqualTo(200);
        assertThat(one.ask("GET", "/api/daemon/sessions", other, null)
                        .json()
                        .at("/sessions/0")
                        .has("lastHeartbeat"))
                .isFalse();
        String before = one.ask("GET", "/api/daemon/sessions", other, null).at("/sessions/0/expiresAt");
        assertThat(one.ask("POST", "/api/daemon/heartbeat", other, Map.of("sessionId", session))
                        .status())
                .isEqualTo(200);
        assertThat(one.ask("GET", "/api/daemon/sessions", other, null).at("/sessions/0/expiresAt"))
                .isEqualTo(before);
    }

    @Test
    void a_heartbeat_makes_it_online_on_every_node() {
        Key key = key(fresh());
        String token = key.authenticate(one).at("/accessToken");
        assertThat(one.ask("GET", "/api/daemon", token, null).at("/data/status"))
                .isEqualTo("offline");

        Answer beat = one.ask(
                "POST", "/api/daemon/heartbeat", token, Map.of("status", "busy", "metrics", Map.of("queueDepth", 3)));

        assertThat(beat.json().path("heartbeatIntervalMs").asInt()).isEqualTo(30_000);
        Eventually.holds(() -> {
            Answer status = two.ask("GET", "/api/daemon", token, null);
            assertThat(status.at("/data/status")).isEqualTo("online");
            assertThat(status.json().at("/data/metrics/queueDepth").asInt()).isEqualTo(3);
        });
        Answer wrong = one.ask("POST", "/api/daemon/heartbeat", token, Map.of("status", "asleep"));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.at("/code")).isEqualTo("VALIDATION_ERROR");
    }

    @Test
    void events_are_read_by_number_and_acknowledged_ones_stay_away() {
        Key key = key(fresh());
        String token = key.authenticate(one).at("/accessToken");
        one.ask("POST", "/api/daemon/heartbeat", token, null);
        one.ask("POST", "/api/daemon/heartbeat", token, Map.of("status", "idle"));
        Eventually.holds(() -> assertThat(
                        two.ask("GET", "/api/daemon/events", token, null).json().path("events"))
                .hasSize(2));
        var events = two.ask("GET", "/api/daemon/events", token, null).json().path("events");
        String first = events.get(0).path("id").asText();

        assertThat(one.ask("GET", "/api/daemon/events?since=" + first, token, null)
                        .at("/events/0/id"))
                .isEqualTo(events.get(1).path("id").asText());
        Answer done = one.ask("DELETE", "/api/daemon/events", token, Map.of("eventIds", List.of(first)));
        assertThat(done.json().path("acknowledged").asInt()).isEqualTo(1);
        Eventually.holds(() -> assertThat(
                        two.ask("GET", "/api/daemon/events", token, null).text())
                .doesNotContain(first));
        Answer bad = one.ask("GET", "/api/daemon/events?since=yesterday", token, null);
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.at("/code")).isEqualTo("VALIDATION_ERROR");
    }

    @Test
    void scopes_are_enforced_and_a_body_is_told_all_that_is_wrong() {
        Key key = key(fresh());
        String narrow = one.ask(
                        "POST",
                        "/api/daemon/auth",
                        null,
                        Map.of("apiKey", key.apiKey(), "apiSecret", key.apiSecret(), "scopes", List.of("events")))
                .at("/accessToken");
        assertThat(one.ask("GET", "/api/daemon/events", narrow, null).status()).isEqualTo(200);
        assertThat(one.ask("POST", "/api/daemon/heartbeat", narrow, null).status())
                .isEqualTo(403);
        Answer wrong = one.ask("POST", "/api/daemon", null, Map.of("orchestratorId", "x"));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().at("/error/details/errors/organizationId/0").asText())
                .isNotEmpty();
        assertThat(wrong.json().at("/error/details/errors").has("daemonInfo.port"))
                .isTrue();
    }
}
