package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.api.dialect.neolith.Role;
import dev.signalbox.api.stage.Stage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NeolithSettingsTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final byte[] OWN = new byte[32];

    private static NeolithSettings with(Map<String, String> flags) {
        Map<String, String> all = new HashMap<>(flags);
        all.put("api-listen", "127.0.0.1:8600");
        return Stage.load("127.0.0.1:9092", Path.of("data"), all).dialects().neolith();
    }

    @Test
    void defaults_ask_for_nothing_on_loopback() {
        var options = with(Map.of()).options(OWN, true, Duration.ofSeconds(10));

        assertThat(options.socketAuth()).isNull();
        assertThat(options.maxSessions()).isEqualTo(100);
        assertThat(options.namespace()).isEqualTo("default");
        assertThat(options.daemonSecret()).hasSize(32).isNotEqualTo(OWN);
        assertThat(with(Map.of()).options(OWN, true, Duration.ofSeconds(10)).daemonSecret())
                .isEqualTo(options.daemonSecret());
    }

    @Test
    void refuses_to_leave_loopback_without_a_secret_of_its_own() {
        assertThatThrownBy(() -> with(Map.of()).options(OWN, false, Duration.ofSeconds(10)))
                .hasMessageContaining("neolith-jwt-secret");
        assertThat(with(Map.of("neolith-jwt-secret", SECRET))
                        .options(OWN, false, Duration.ofSeconds(10))
                        .daemonSecret())
                .isEqualTo(SECRET.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void does_not_start_with_locks_that_cannot_be_read() {
        assertThatThrownBy(() -> with(Map.of("neolith-auth-jwt-secret", "short")))
                .hasMessageContaining("neolith-auth-jwt-secret");
        assertThatThrownBy(() -> with(Map.of("neolith-auth-api-keys", "{broken")))
                .hasMessageContaining("neolith-auth-api-keys")
                .hasMessageNotContaining("broken");
        assertThatThrownBy(() -> with(Map.of("neolith-auth-api-keys", "[]")))
                .hasMessageContaining("neolith-auth-api-keys");
        assertThatThrownBy(() -> with(Map.of("neolith-auth-mode", "jwt"))).hasMessageContaining("neolith-auth-mode");
        assertThatThrownBy(() -> with(Map.of("neolith-auth-mode", "none"))).hasMessageContaining("neolith-auth-mode");
        assertThatThrownBy(() -> with(Map.of(
                        "neolith-auth-api-keys",
                        "[{\"key\":\"%s\",\"clientId\":\"web\",\"role\":\"root\"}]".formatted(SECRET))))
                .hasMessageContaining("neolith-auth-api-keys: each needs")
                .hasMessageNotContaining(SECRET);
        assertThatThrownBy(() -> with(Map.of("neolith-port", "80"))).hasMessageContaining("neolith-port");
    }

    @ParameterizedTest
    @CsvSource({
        "max-sessions, 0",
        "auth-rate-limit-max, 100001",
        "auth-rate-limit-window-ms, 86400001",
        "auth-max-connections, -1"
    })
    void a_number_beyond_its_bounds_is_refused(String setting, String value) {
        assertThatThrownBy(() -> with(Map.of("neolith-" + setting, value)))
                .hasMessageContaining("neolith-" + setting + ": must be 1 to ");
    }

    @Test
    void keys_have_a_client_a_role_and_scopes() {
        var auth = with(Map.of(
                        "neolith-auth-api-keys",
                        "[{\"key\":\"%s\",\"clientId\":\"web\",\"role\":\"readonly\",\"scopes\":[\"ping\"]}]"
                                .formatted(SECRET)))
                .options(OWN, true, Duration.ofSeconds(10))
                .socketAuth();

        assertThat(auth).isNotNull();
        assertThat(auth.apiKeys()).singleElement().satisfies(key -> {
            assertThat(key.clientId()).isEqualTo("web");
            assertThat(key.role()).isEqualTo(Role.READONLY);
            assertThat(key).asString().doesNotContain(SECRET);
        });
        assertThat(auth.allowLoopback()).isFalse();
    }
}
