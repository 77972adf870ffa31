package dev.signalbox.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.broker.FreePort;
import dev.signalbox.dev.client.ApiClient;
import dev.signalbox.schemas.codec.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 8, unit = TimeUnit.MINUTES)
class DevProcessTest {
    private static final Duration BUILT = Duration.ofMinutes(5);
    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration ENDED = Duration.ofSeconds(60);

    @TempDir
    private Path home;

    @Test
    void through_the_launcher_it_prints_one_line_serves_and_ends_on_sigterm() throws IOException, InterruptedException {
        Path repository = Path.of("..").toRealPath();
        try (var dev = SignalboxProcess.launcher(
                repository, home, Map.of(), List.of("dev", "--json", "--port", "0", "--kafka-port", "0"))) {
            JsonNode line = ready(dev, BUILT);

            assertThat(line.path("ready").asBoolean()).isTrue();
            assertThat(line.path("api")).hasSize(2);
            assertThat(line.path("pid").asLong()).isEqualTo(dev.pid());
            assertThat(line.path("dataDir").asText())
                    .isEqualTo(home.resolve("data/signalbox/dev").toString());
            assertThat(line.path("baseDir").asText())
                    .startsWith(line.path("dataDir").asText());
            assertThat(line.path("dialects").isObject()).isTrue();
            for (JsonNode node : line.path("api")) {
                try (var client = new ApiClient(
                        List.of(URI.create(node.asText())), line.path("token").asText())) {
                    assertThat(client.get("/v1/hosts/" + line.path("host").asText())
                                    .path("status")
                                    .asText())
                            .isEqualTo("ONLINE");
                }
            }
            Path config = home.resolve("config/signalbox/config");
            assertThat(Files.readString(config))
                    .contains("token = " + line.path("token").asText());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(config)))
                    .isEqualTo("rw-------");

            dev.terminate();

            assertThat(dev.exit(ENDED)).hasValue(0);
            assertThat(dev.output().lines()).hasSize(1);
        }
    }

    @Test
    void a_port_that_is_taken_is_passed_over_and_said() throws IOException, InterruptedException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var dev = SignalboxProcess.java(
                        home,
                        Map.of(),
                        List.of("dev", "--no-config", "--port", "" + taken.getLocalPort(), "--kafka-port", "0"))) {
            await().atMost(READY).until(() -> dev.output().contains("Ctrl-C") || !dev.alive());

            assertThat(dev.output()).contains("Port %d is taken: API is on ".formatted(taken.getLocalPort()));
            assertThat(dev.output().lines()).hasSizeLessThanOrEqualTo(12);
            assertThat(Files.exists(home.resolve("config"))).isFalse();

            dev.terminate();

            assertThat(dev.exit(ENDED)).hasValue(0);
        }
    }

    /// Flags, our variables and those of the systems that the dialects stand for.
    @Test
    void clients_of_the_originals_find_it_where_their_variables_say() throws IOException, InterruptedException {
        int elemental = FreePort.any();
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var dev = SignalboxProcess.java(
                        home,
                        Map.ofEntries(
                                Map.entry("ORCHESTRATOR_PORT", "" + elemental),
                                Map.entry("HOST", "localhost"),
                                Map.entry("ELEMENTAL_DB_PATH", "/srv/.elemental/elemental.db"),
                                Map.entry("DAEMON_PORT", "" + taken.getLocalPort()),
                                Map.entry("SIGNALBOX_ORCHESTRA_LISTEN", "off")),
                        List.of("dev", "--no-config", "--port", "0", "--kafka-port", "0"));
                var http = HttpClient.newHttpClient()) {
            await().atMost(READY).until(() -> dev.output().contains("Ctrl-C") || !dev.alive());
            assertThat(dev.alive()).as(dev.errors()).isTrue();

            Matcher note = Pattern.compile("Port %d is taken: neolith is on (\\d+)\\.".formatted(taken.getLocalPort()))
                    .matcher(dev.output());
            assertThat(note.find()).as(dev.output()).isTrue();
            URI neolith = URI.create("http://127.0.0.1:" + note.group(1));
            assertThat(dev.output())
                    .contains("elemental http://localhost:" + elemental, "neolith " + neolith)
                    .doesNotContain("orchestra");
            assertThat(dev.output().lines()).hasSizeLessThanOrEqualTo(12);

            JsonNode health = get(http, URI.create("http://localhost:" + elemental + "/api/health"));
            assertThat(health.path("status").asText()).isEqualTo("ok");
            assertThat(health.path("database").asText()).isEqualTo("/srv/.elemental/elemental.db");
            assertThat(get(http, neolith.resolve("/health")).path("status").asText())
                    .isEqualTo("healthy");

            dev.terminate();

            assertThat(dev.exit(ENDED)).hasValue(0);
        }
    }

    private static JsonNode get(HttpClient http, URI uri) throws IOException, InterruptedException {
        return Json.mapper()
                .readTree(http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray())
                        .body());
    }

    @Test
    void what_it_does_not_know_it_refuses() throws IOException, InterruptedException {
        try (var dev = SignalboxProcess.java(home, Map.of(), List.of("dev", "--prot", "8600"))) {
            assertThat(dev.exit(READY)).hasValue(2);
            assertThat(dev.errors()).contains("unknown flag --prot: did you mean port?");
            assertThat(dev.output()).isEmpty();
        }
    }

    private static JsonNode ready(SignalboxProcess dev, Duration patience) throws IOException {
        await().atMost(patience).until(() -> dev.output().endsWith("\n") || !dev.alive());
        assertThat(dev.alive()).as(dev.errors()).isTrue();
        return Json.mapper().readTree(dev.output());
    }
}
