package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.api.dialect.orchestra.Orchestra;
import dev.signalbox.settings.Loaded;
import dev.signalbox.settings.Secret;
import dev.signalbox.settings.SettingsLoader;
import dev.signalbox.settings.Sources;
import dev.signalbox.settings.Startup;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OrchestraSettingsTest {
    private static final String SECRET = "a secret of more than thirty-two bytes";

    private static OrchestraSettings from(Map<String, String> environment) {
        var sources = Sources.NONE
                .withFlags(Map.of("kafka-servers", "127.0.0.1:9092"))
                .withEnvironment(new HashMap<>(environment));
        return switch (SettingsLoader.load(ApiSettings.class, sources)) {
            case Loaded.Ok<ApiSettings> ok -> ok.settings().dialects().orchestra();
            case Loaded.Refused<ApiSettings>(var problems) -> throw new IllegalArgumentException(problems.toString());
        };
    }

    private static Orchestra.Options options(Map<String, String> environment) {
        return from(environment).options(Duration.ofSeconds(10));
    }

    @Test
    void defaults_are_the_originals_limits_and_no_issuer() {
        assertThat(from(Map.of()))
                .isEqualTo(new OrchestraSettings(
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        false,
                        false,
                        Duration.ofSeconds(5),
                        10,
                        100,
                        10,
                        600));
        assertThat(options(Map.of()).rates()).isEqualTo(Orchestra.Rates.DEFAULT);
        assertThat(options(Map.of()).tokens()).isNull();
    }

    @Test
    void every_variable_sets_its_setting_and_the_originals_do_too() {
        assertThat(from(Map.ofEntries(
                        Map.entry("AUTH0_DOMAIN", "tenant.example"),
                        Map.entry("AUTH0_AUDIENCE", "aud"),
                        Map.entry("AUTH0_ISSUER", "iss"),
                        Map.entry("AUTH0_ALGORITHM", "HS256"),
                        Map.entry("ORCHESTRA_JWKS_FILE", "/jwks.json"),
                        Map.entry("ORCHESTRA_JWKS_URL", "https://keys.example"),
                        Map.entry("ORCHESTRA_JWT_SECRET", SECRET),
                        Map.entry("SIGNALBOX_ORCHESTRA_NAMESPACE_CLAIM", "ns"),
                        Map.entry("ORCHESTRA_DAEMON_ALLOW_INSECURE_WS", "yes"),
                        Map.entry("SIGNALBOX_ORCHESTRA_HEALTH_AUTH", "true"),
                        Map.entry("SIGNALBOX_ORCHESTRA_SPAWN_PATIENCE", "2s"),
                        Map.entry("SIGNALBOX_ORCHESTRA_SPAWNS_PER_MINUTE", "1"),
                        Map.entry("SIGNALBOX_ORCHESTRA_DELEGATIONS_PER_MINUTE", "2"),
                        Map.entry("SIGNALBOX_ORCHESTRA_MESSAGES_PER_SECOND", "3"),
                        Map.entry("SIGNALBOX_ORCHESTRA_MESSAGES_PER_MINUTE", "4"))))
                .isEqualTo(new OrchestraSettings(
                        "tenant.example",
                        "aud",
                        "iss",
                        "HS256",
                        Path.of("/jwks.json"),
                        URI.create("https://keys.example"),
                        new Secret(SECRET),
                        "ns",
                        true,
                        true,
                        Duration.ofSeconds(2),
                        1,
                        2,
                        3,
                        4));
    }

    @Test
    void an_issuer_is_configured_by_a_domain_an_address_a_file_or_a_secret() {
        assertThat(options(Map.of("AUTH0_DOMAIN", "tenant.example", "AUTH0_AUDIENCE", "aud"))
                        .tokens())
                .isNotNull();
        assertThat(options(Map.of("ORCHESTRA_JWKS_FILE", "/jwks.json")).tokens())
                .isNotNull();
        assertThat(options(Map.of("ORCHESTRA_JWKS_URL", "https://keys.example", "AUTH0_AUDIENCE", "aud"))
                        .tokens())
                .isNotNull();
        assertThat(options(Map.of("ORCHESTRA_JWT_SECRET", SECRET)).tokens()).isNotNull();
    }

    @Test
    void what_cannot_be_is_refused_with_the_setting_that_is_wrong() {
        refuses("orchestra-jwt-secret", Map.of("ORCHESTRA_JWT_SECRET", "short"));
        refuses("orchestra-jwt-secret", Map.of("AUTH0_DOMAIN", "tenant.example", "AUTH0_ALGORITHM", "HS256"));
        refuses("orchestra-jwks-file", Map.of("ORCHESTRA_JWT_SECRET", SECRET, "AUTH0_ALGORITHM", "RS256"));
        refuses("orchestra-auth0-domain", Map.of("AUTH0_AUDIENCE", "aud"));
        refuses("orchestra-audience", Map.of("AUTH0_DOMAIN", "tenant.example"));
        refuses(
                "orchestra-audience",
                Map.of("ORCHESTRA_JWKS_URL", "https://keys.example", "AUTH0_ISSUER", "https://tenant.example/"));
        refuses("orchestra-algorithm", Map.of("AUTH0_ALGORITHM", "none"));
        refuses("orchestra-jwks-url", Map.of("ORCHESTRA_JWKS_URL", "http://keys.example"));
        refuses("orchestra-allow-insecure-ws", Map.of("ORCHESTRA_DAEMON_ALLOW_INSECURE_WS", "ture"));
    }

    @ParameterizedTest
    @CsvSource({
        "spawns-per-minute, 0",
        "delegations-per-minute, -1",
        "messages-per-second, 100001",
        "messages-per-minute, 200000",
        "spawn-patience, 0s",
        "spawn-patience, 1h"
    })
    void a_number_beyond_its_bounds_is_refused(String setting, String value) {
        String variable =
                "SIGNALBOX_ORCHESTRA_" + setting.toUpperCase(Locale.ROOT).replace('-', '_');

        refuses("orchestra-" + setting + ": must be 1", Map.of(variable, value));
    }

    @Test
    void a_websocket_of_this_machine_is_let_in_by_a_word_of_the_originals_and_by_a_bare_flag() {
        for (String yes : List.of("1", "true", "YES", "on")) {
            assertThat(from(Map.of("ORCHESTRA_DAEMON_ALLOW_INSECURE_WS", yes)).allowInsecureWs())
                    .isTrue();
        }
        for (String no : List.of("0", "false", "No", "off")) {
            assertThat(from(Map.of("ORCHESTRA_DAEMON_ALLOW_INSECURE_WS", no)).allowInsecureWs())
                    .isFalse();
        }
        var arguments = List.of("--orchestra-allow-insecure-ws", "--api-listen", "127.0.0.1:1");
        var started = Startup.of("api", ApiSettings.class, arguments, Map.of(), Sources.NONE);

        assertThat(started).isInstanceOfSatisfying(Startup.Run.class, run -> {
            var settings = (ApiSettings) run.settings();
            assertThat(settings.dialects().orchestra().allowInsecureWs()).isTrue();
            assertThat(settings.apiListen()).hasToString("127.0.0.1:1");
        });
    }

    private static void refuses(String setting, Map<String, String> environment) {
        assertThatThrownBy(() -> options(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(setting)
                .hasMessageNotContaining(SECRET);
    }
}
