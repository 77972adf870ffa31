package dev.signalbox.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.api.auth.SecretFile;
import dev.signalbox.api.auth.Tokens;
import dev.signalbox.api.core.Capability;
import dev.signalbox.api.core.Principal;
import dev.signalbox.broker.BrokerOptions;
import dev.signalbox.broker.EmbeddedBroker;
import dev.signalbox.broker.FreePort;
import dev.signalbox.dev.client.ApiClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeparateProcessesTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration ENDED = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    @Test
    void started_backwards_each_says_what_it_waits_for_and_all_become_ready() throws IOException, InterruptedException {
        int kafka = FreePort.any();
        int port = FreePort.any();
        var tokens = new Tokens(SecretFile.load(directory.resolve("api/api-secret")), InstantSource.system());
        String join = tokens.mint("test", "default", Set.of(Capability.JOIN), Duration.ofMinutes(5))
                .token();
        String person = tokens.mint("test", "default", Principal.PERSON, Duration.ofMinutes(5))
                .token();
        URI node = URI.create("http://127.0.0.1:" + port);
        Map<String, String> shared = Map.of("SIGNALBOX_KAFKA_SERVERS", "127.0.0.1:" + kafka);

        try (var host = process(
                        "host",
                        Map.of("SIGNALBOX_JOIN", join),
                        "--api",
                        node.toString(),
                        "--name",
                        "far",
                        "--data-dir",
                        "host");
                var api = process("api", shared, "--api-listen", "127.0.0.1:" + port, "--data-dir", "api");
                var processor = process(
                        "processor",
                        shared,
                        "--partitions",
                        "4",
                        "--processor-ops-port",
                        "0",
                        "--data-dir",
                        "processor");
                var client = new ApiClient(List.of(node), person)) {
            says(host, "host is not ready: waits for an API node");
            says(api, "api is not ready: ");
            says(processor, "processor is not ready: waits for Kafka at 127.0.0.1:" + kafka);
            assertThat(client.send("GET", "/v1/health/live", null, Map.of()).status())
                    .isEqualTo(200);
            assertThat(client.send("GET", "/v1/health/ready", null, Map.of()).status())
                    .isEqualTo(503);

            try (EmbeddedBroker _ = EmbeddedBroker.start(
                    BrokerOptions.in(directory.resolve("kafka")).onPort(kafka))) {
                says(processor, "processor is ready");
                says(api, "api is ready");
                says(host, "host is ready");
                String session = client.post(
                                "/v1/sessions",
                                Map.of("provider", "command", "command", List.of("echo", "hello"), "host", "far"))
                        .path("id")
                        .asText();
                JsonNode ended = client.get("/v1/sessions/" + session + "?wait=PT30S");
                assertThat(ended.path("end").path("exitCode").asInt(-1)).isZero();

                for (SignalboxProcess process : List.of(host, api, processor)) {
                    process.terminate();
                    assertThat(process.exit(ENDED)).as(process.errors()).hasValue(0);
                }
            }
        }
    }

    private SignalboxProcess process(String name, Map<String, String> environment, String... flags) throws IOException {
        var arguments = new ArrayList<>(List.of(name));
        arguments.addAll(List.of(flags));
        return SignalboxProcess.java(directory, environment, arguments);
    }

    private static void says(SignalboxProcess process, String what) {
        await().atMost(SOON).untilAsserted(() -> assertThat(process.errors()).contains(what));
    }
}
