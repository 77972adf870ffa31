package dev.signalbox.e2e.system;

import static dev.signalbox.e2e.system.ServiceProcesses.says;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.broker.BrokerOptions;
import dev.signalbox.broker.EmbeddedBroker;
import dev.signalbox.dev.client.ApiClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeparateProcessesTest {
    private static final Duration ENDED = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private ServiceProcesses services;

    @BeforeEach
    void prepare() throws IOException {
        services = new ServiceProcesses(directory);
    }

    private EmbeddedBroker broker() throws IOException, InterruptedException {
        return EmbeddedBroker.start(BrokerOptions.in(directory.resolve("kafka")).onPort(services.kafkaPort()));
    }

    @Test
    void started_backwards_each_says_what_it_waits_for_and_all_become_ready() throws IOException, InterruptedException {
        try (var host = services.host();
                var api = services.api();
                var processor = services.processor();
                var client = services.client()) {
            says(host, "host is not ready: waits for an API node");
            says(api, "api is not ready: ");
            says(processor, "processor is not ready: waits for Kafka at 127.0.0.1:" + services.kafkaPort());
            assertThat(client.send("GET", "/v1/health/live", null, Map.of()).status())
                    .isEqualTo(200);
            assertThat(client.send("GET", "/v1/health/ready", null, Map.of()).status())
                    .isEqualTo(503);

            try (EmbeddedBroker _ = broker()) {
                says(processor, "processor is ready");
                says(api, "api is ready");
                says(host, "host is ready");
                String session = start(client, "echo", "hello");
                JsonNode ended = client.get("/v1/sessions/" + session + "?wait=PT30S");
                assertThat(ended.path("end").path("exitCode").asInt(-1)).isZero();

                for (SignalboxProcess process : List.of(host, api, processor)) {
                    process.terminate();
                    assertThat(process.exit(ENDED)).as(process.errors()).hasValue(0);
                }
            }
        }
    }

    @Test
    void what_is_over_long_enough_leaves_the_tables_and_the_hosts_disk_and_its_topics_go() throws Exception {
        try (EmbeddedBroker _ = broker();
                var _ = services.processor("--keep-ended-sessions", "3s", "--keep-removed-hosts", "3s");
                var api = services.api();
                var host = services.host();
                var client = services.client()) {
            says(api, "api is ready");
            says(host, "host is ready");
            Path kept = directory.resolve("host");
            String lives = start(client, "sleep", "600");
            String ends = start(client, "echo", "hello");
            assertThat(client.get("/v1/sessions/" + ends + "?wait=PT30S")
                            .path("end")
                            .path("exitCode")
                            .asInt(-1))
                    .isZero();
            assertThat(named(kept, ends)).isNotEmpty();

            Eventually.holds(() -> {
                assertThat(client.send("GET", "/v1/sessions/" + ends, null, Map.of())
                                .status())
                        .isEqualTo(404);
                assertThat(named(kept, ends)).isEmpty();
            });
            assertThat(client.get("/v1/sessions/" + lives).path("status").asText())
                    .isEqualTo("RUNNING");
            assertThat(named(kept, lives)).isNotEmpty();
            JsonNode _ = client.post("/v1/sessions/" + lives + "/stop", Map.of());
            Eventually.holds(() -> assertThat(named(kept, lives)).isEmpty());

            String id = client.get("/v1/hosts/far").path("id").asText();
            host.terminate();
            assertThat(host.exit(ENDED)).hasValue(0);
            assertThat(client.send("DELETE", "/v1/hosts/far?force=true", null, Map.of())
                            .ok())
                    .isTrue();
            assertThat(client.get("/v1/hosts/" + id).path("status").asText()).isEqualTo("REMOVED");
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + services.kafkaPort()))) {
                Eventually.holds(() -> {
                    assertThat(client.send("GET", "/v1/hosts/" + id, null, Map.of())
                                    .status())
                            .isEqualTo(404);
                    assertThat(admin.listTopics().names().get()).noneMatch(topic -> topic.contains(id));
                });
            }
        }
    }

    private static String start(ApiClient client, String... command) {
        return client.post("/v1/sessions", Map.of("provider", "command", "command", List.of(command), "host", "far"))
                .path("id")
                .asText();
    }

    /// Files and folders that bear a session's id.
    private static List<Path> named(Path directory, String session) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.getFileName().toString().contains(session))
                    .toList();
        } catch (UncheckedIOException e) {
            // Something went while it was looked for.
            throw new AssertionError(e);
        }
    }
}
