package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.api.stage.Stage;
import dev.signalbox.settings.HostPort;
import dev.signalbox.settings.Listen;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ApiSettingsTest {
    private static ApiSettings with(Map<String, String> flags) {
        return Stage.load("127.0.0.1:9092", Path.of("data"), flags);
    }

    @Test
    void defaults_are_loopback_with_authentication() {
        var settings = with(Map.of("api-listen", "127.0.0.1:8600"));

        assertThat(settings.apiListen()).hasToString("127.0.0.1:8600");
        assertThat(settings.dialects().listeners())
                .isEqualTo(new DialectListeners(
                        Listen.of("127.0.0.1:3457"),
                        Listen.of("127.0.0.1:8080"),
                        Listen.of("127.0.0.1:8787"),
                        null,
                        null,
                        false));
        assertThat(settings.apiAuth()).isTrue();
        assertThat(settings.apiNode()).isNull();
        assertThat(settings.apiSecretFile()).isNull();
        assertThat(settings.secretFile()).isEqualTo(Path.of("data/api-secret"));
        assertThat(settings.apiTlsKeystore()).isNull();
        assertThat(settings.apiTlsPassword()).isNull();
        assertThat(settings.apiBehindTlsProxy()).isFalse();
        assertThat(settings.apiOrigins()).isEmpty();
        assertThat(settings.apiHostKafkaServers()).isNull();
        assertThat(settings.apiPatience()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.apiWriteDeadline()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.apiHeartbeat()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.apiStreamBuffer().bytes()).isEqualTo(1024 * 1024);
        assertThat(settings.apiMaxStreams()).isEqualTo(256);
        assertThat(settings.apiMaxWrites()).isEqualTo(60_000);
        assertThat(settings.apiMaxConnections()).isEqualTo(8192);
    }

    @Test
    void every_key_sets_its_setting() {
        var settings = with(Map.ofEntries(
                Map.entry("api-listen", "0.0.0.0:1"),
                Map.entry("elemental-listen", "127.0.0.1:2"),
                Map.entry("orchestra-listen", "127.0.0.1:3"),
                Map.entry("neolith-listen", "off"),
                Map.entry("dialect-auth", "true"),
                Map.entry("api-node", "n1"),
                Map.entry("api-secret-file", "other"),
                Map.entry("api-auth", "true"),
                Map.entry("api-tls-keystore", "store.p12"),
                Map.entry("api-tls-password", "geheim"),
                Map.entry("api-behind-tls-proxy", "true"),
                Map.entry("api-origins", "https://a.example,https://b.example"),
                Map.entry("api-host-kafka-servers", "broker:9092"),
                Map.entry("api-patience", "1s"),
                Map.entry("api-write-deadline", "2s"),
                Map.entry("api-heartbeat", "3s"),
                Map.entry("api-stream-buffer", "64KiB"),
                Map.entry("api-max-streams", "4"),
                Map.entry("api-max-writes", "6"),
                Map.entry("api-max-connections", "5")));

        assertThat(settings.dialects().listeners())
                .isEqualTo(new DialectListeners(
                        Listen.of("127.0.0.1:2"), Listen.of("127.0.0.1:3"), Listen.of("off"), null, null, true));
        assertThat(settings.apiNode()).isEqualTo("n1");
        assertThat(settings.secretFile()).isEqualTo(Path.of("other"));
        assertThat(settings.apiTlsKeystore()).isEqualTo(Path.of("store.p12"));
        assertThat(settings.apiTlsPassword().value()).isEqualTo("geheim");
        assertThat(settings.toString()).doesNotContain("geheim");
        assertThat(settings.apiBehindTlsProxy()).isTrue();
        assertThat(settings.apiOrigins()).containsExactly("https://a.example", "https://b.example");
        assertThat(settings.apiHostKafkaServers()).isEqualTo("broker:9092");
        assertThat(settings.apiPatience()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.apiWriteDeadline()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.apiHeartbeat()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.apiStreamBuffer().bytes()).isEqualTo(64 * 1024);
        assertThat(settings.apiMaxStreams()).isEqualTo(4);
        assertThat(settings.apiMaxWrites()).isEqualTo(6);
        assertThat(settings.apiMaxConnections()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "api-patience, 0s, 100ms to 5m",
        "api-write-deadline, 10ms, 1s to 5m",
        "api-heartbeat, 0s, 100ms to 5m",
        "api-heartbeat, 1h, 100ms to 5m",
        "api-stream-buffer, 0, 16KiB to 1GiB",
        "api-stream-buffer, 2TiB, 16KiB to 1GiB",
        "api-max-streams, -1, 1 to 100000",
        "api-max-writes, 100001, 1 to 100000",
        "api-max-connections, 0, 1 to 1000000",
        "elemental-heartbeat, 0s, 100ms to 5m"
    })
    void a_value_beyond_its_bounds_is_refused(String setting, String value, String bounds) {
        assertThatThrownBy(() -> with(Map.of(setting, value)))
                .hasMessageContaining("%s: must be %s, not %s".formatted(setting, bounds, value));
    }

    @Test
    void elemental_is_told_of_its_project() {
        assertThat(with(Map.of()).dialects().elemental())
                .isEqualTo(new ElementalSettings(null, null, Duration.ofSeconds(30)));
        assertThat(with(Map.of(
                                "elemental-root", "/srv/project",
                                "elemental-database", "/srv/project/.elemental/elemental.db",
                                "elemental-heartbeat", "1s"))
                        .dialects()
                        .elemental())
                .isEqualTo(new ElementalSettings(
                        "/srv/project", "/srv/project/.elemental/elemental.db", Duration.ofSeconds(1)));
    }

    @Test
    void the_daemons_own_host_and_port_come_first_and_can_be_moved() {
        var listeners = with(Map.of("neolith-port", "9001")).dialects().listeners();

        assertThat(listeners.byName().get("neolith")).hasToString("127.0.0.1:9001");
        assertThat(with(Map.of("neolith-port", "9001", "neolith-listen", "off"))
                        .dialects()
                        .listeners()
                        .byName()
                        .get("neolith"))
                .hasToString("off");
        assertThat(with(Map.of("neolith-host", "::1"))
                        .dialects()
                        .listeners()
                        .byName()
                        .get("neolith"))
                .hasToString("[::1]:8787");
        assertThat(listeners
                        .at(Map.of("neolith", HostPort.of("127.0.0.1:9002")))
                        .byName())
                .hasToString("{elemental=off, orchestra=off, neolith=127.0.0.1:9002}");
    }

    @Test
    void leaving_loopback_without_authentication_or_tls_is_refused_in_clear_words() {
        assertThatThrownBy(() -> with(Map.of("api-listen", "0.0.0.0:8600", "api-auth", "false")))
                .hasMessageContaining("refuses to leave loopback")
                .hasMessageContaining("api-auth=true");
        assertThatThrownBy(() -> with(Map.of("api-listen", "0.0.0.0:8600")))
                .hasMessageContaining("refuses to leave loopback")
                .hasMessageContaining("api-tls-keystore");
        assertThat(ApiSettings.loopback(with(Map.of("api-listen", "[::1]:8600", "api-auth", "false"))
                        .apiListen()))
                .isTrue();
    }

    @Test
    void a_dialect_that_leaves_loopback_needs_tls_like_the_main_listener() {
        for (String name : List.of("elemental", "orchestra", "neolith")) {
            String key = name + "-listen";
            assertThatThrownBy(() -> with(Map.of(key, "0.0.0.0:1")))
                    .hasMessageContaining(key + ": refuses to leave loopback")
                    .hasMessageContaining("api-tls-keystore");
            assertThatThrownBy(() -> with(Map.of(key, "nowhere"))).hasMessageContaining("off");
            with(Map.of(key, "0.0.0.0:1", "api-behind-tls-proxy", "true"));
            with(Map.of(key, "off"));
        }
    }
}
