package dev.signalbox.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.dev.client.ApiClient;
import dev.signalbox.schemas.codec.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevProcessTest {
    private static final Duration BUILT = Duration.ofMinutes(5);
    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration ENDED = Duration.ofSeconds(10);

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
