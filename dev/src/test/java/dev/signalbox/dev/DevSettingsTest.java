package dev.signalbox.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.signalbox.settings.Startup;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `dev` can be told of the dialects.
class DevSettingsTest {
    private static Startup<DevSettings> start(Map<String, String> environment, String... arguments) {
        return Processes.startup("dev", DevSettings.class, List.of(arguments), environment);
    }

    private static DevSettings settings(Map<String, String> environment, String... arguments) {
        var started = start(environment, arguments);
        assertThat(started).isInstanceOf(Startup.Run.class);
        return ((Startup.Run<DevSettings>) started).settings();
    }

    private static String refused(Map<String, String> environment, String... arguments) {
        var started = start(environment, arguments);
        assertThat(started)
                .asInstanceOf(type(Startup.Exit.class))
                .satisfies(exit -> assertThat(exit.code()).isEqualTo(2));
        return ((Startup.Exit<DevSettings>) started).text();
    }

    @Test
    void takes_flags_variables_and_those_of_the_originals() {
        var dialects = settings(
                        Map.ofEntries(
                                Map.entry("ORCHESTRATOR_PORT", "4001"),
                                Map.entry("HOST", "localhost"),
                                Map.entry("ELEMENTAL_DB_PATH", "/srv/.elemental/elemental.db"),
                                Map.entry("DAEMON_PORT", "4003"),
                                Map.entry("DAEMON_MAX_SESSIONS", "7"),
                                Map.entry("AUTH0_DOMAIN", "tenant.example"),
                                Map.entry("SIGNALBOX_ELEMENTAL_ROOT", "/srv/app")),
                        "--orchestra-listen",
                        "127.0.0.1:4002",
                        "--dialect-auth")
                .dialects();

        assertThat(dialects.listeners().byName())
                .hasToString("{elemental=localhost:4001, orchestra=127.0.0.1:4002, neolith=127.0.0.1:4003}");
        assertThat(dialects.listeners().dialectAuth()).isTrue();
        assertThat(dialects.elemental().elementalDatabase()).isEqualTo("/srv/.elemental/elemental.db");
        assertThat(dialects.elemental().elementalRoot()).isEqualTo("/srv/app");
        assertThat(dialects.neolith().maxSessions()).isEqualTo(7);
        assertThat(dialects.orchestra().auth0Domain()).isEqualTo("tenant.example");
    }

    @Test
    void a_dialect_can_be_off() {
        var listeners = settings(
                        Map.of("DAEMON_PORT", "4003", "SIGNALBOX_NEOLITH_LISTEN", "off"), "--elemental-listen=off")
                .dialects()
                .listeners();

        assertThat(listeners.byName()).hasToString("{elemental=off, orchestra=127.0.0.1:8080, neolith=off}");
    }

    @Test
    void shows_where_each_came_from_and_no_secret() {
        String secret = "0123456789abcdef0123456789abcdef";
        var started = start(
                Map.of("ORCHESTRATOR_PORT", "4001", "DAEMON_JWT_SECRET", secret),
                "--print-config",
                "--orchestra-listen",
                "off");

        assertThat(started).asInstanceOf(type(Startup.Exit.class)).satisfies(exit -> {
            assertThat(exit.code()).isZero();
            assertThat(exit.text().lines().map(line -> line.replaceAll(" +", " ")))
                    .contains(
                            "elemental-listen = 127.0.0.1:4001 # variable ORCHESTRATOR_PORT",
                            "orchestra-listen = off # flag --orchestra-listen",
                            "neolith-listen = 127.0.0.1:8787 # default");
            assertThat(exit.text()).contains("neolith-jwt-secret").doesNotContain(secret);
        });
    }

    @Test
    void refuses_what_it_does_not_know_and_what_cannot_be() {
        assertThat(refused(Map.of(), "--elemental-listn", "off")).contains("did you mean elemental-listen?");
        assertThat(refused(Map.of("SIGNALBOX_NEOLITH_LISTN", "off"))).contains("did you mean neolith-listen?");
        assertThat(refused(Map.of("ORCHESTRATOR_PORT", "many"))).contains("elemental-listen", "ORCHESTRATOR_PORT");
        assertThat(refused(Map.of("DAEMON_PORT", "80"))).contains("neolith-port: must be 1024 to 65535");
        assertThat(refused(Map.of(), "--neolith-auth-jwt-secret", "short")).contains("neolith-auth-jwt-secret");
    }

    /// Beyond loopback a dialect needs TLS, for which `api` has settings.
    @ParameterizedTest
    @CsvSource({"elemental-listen, 0.0.0.0:3457", "orchestra-listen, [::]:8080", "neolith-host, 0.0.0.0"})
    void stays_on_loopback(String key, String value) {
        assertThat(refused(Map.of(), "--" + key, value))
                .contains(key.substring(0, key.indexOf('-')) + "-listen: dev stays on loopback", "./signalbox api");
    }
}
