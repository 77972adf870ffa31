package dev.signalbox.e2e.dialect.neolith;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.e2e.system.RunningSystem;
import dev.signalbox.schemas.codec.Json;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// A client in JavaScript, in the shape of the original's own, connects, spawns, loses its connection, connects again
/// and finds its session.
final class SeedClientTest {
    private static final Path SCRIPT = Path.of("src/test/resources/clients/neolith.mjs");

    @Test
    void spawns_reads_reconnects_finds_and_stops() throws Exception {
        Assumptions.assumeTrue(speaksWebSocket(), "node 20.10 or newer was not found");
        String url = RunningSystem.shared().dialect(0, "neolith").toString().replaceFirst("^http", "ws");
        Process node = new ProcessBuilder("node", "--experimental-websocket", SCRIPT.toString(), url)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            // It says less than a pipe holds.
            assertThat(node.waitFor(120, TimeUnit.SECONDS)).isTrue();
            String said = new String(node.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            JsonNode summary = Json.mapper().readTree(said);
            assertThat(summary.path("status").asText()).isEqualTo("initializing");
            assertThat(summary.path("output").asText()).startsWith("hello from bash");
            assertThat(summary.path("found").asBoolean()).isTrue();
            assertThat(summary.path("stopped").asBoolean()).isTrue();
        } finally {
            node.destroyForcibly();
        }
    }

    private static boolean speaksWebSocket() {
        try {
            Process node = new ProcessBuilder(
                            "node", "--experimental-websocket", "-e", "new WebSocket('ws://localhost:1')")
                    .redirectErrorStream(true)
                    .start();
            boolean ended = node.waitFor(60, TimeUnit.SECONDS);
            node.destroyForcibly();
            return ended && node.exitValue() == 0;
        } catch (java.io.IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
