package dev.signalbox.e2e.system;

import static dev.signalbox.e2e.system.ServiceProcesses.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.broker.BrokerOptions;
import dev.signalbox.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A host agent that can do no more ends its process, for a supervisor to start it anew.
class HostProcessEndsTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void one_that_is_no_member_and_has_no_token_says_what_it_lacks() throws IOException, InterruptedException {
        try (var host = SignalboxProcess.java(directory, Map.of(), List.of("host", "--data-dir", "host"))) {
            assertThat(host.exit(SOON)).as(host.errors()).hasValue(1);
            assertThat(host.errors().lines().filter(line -> line.contains("join token")))
                    .singleElement()
                    .asString()
                    .contains("host ends: the host has not joined yet: give a join token");
        }
    }

    @Test
    void one_whose_data_directory_another_one_has_says_so_in_a_line() throws IOException, InterruptedException {
        Path data = Files.createDirectory(directory.resolve("host"));
        try (var channel = FileChannel.open(data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = channel.lock();
                var host = SignalboxProcess.java(directory, Map.of(), List.of("host", "--data-dir", "host"))) {
            assertThat(host.exit(SOON)).as(host.errors()).hasValue(1);
            assertThat(host.errors().lines())
                    .contains("host: another host agent runs on the data directory " + data)
                    .noneMatch(line -> line.startsWith("\tat "));
        }
    }

    @Test
    void one_that_was_replaced_ends_with_a_code_of_its_own_and_its_sessions_go_on()
            throws IOException, InterruptedException {
        var services = new ServiceProcesses(directory);
        try (EmbeddedBroker _ = EmbeddedBroker.start(
                        BrokerOptions.in(directory.resolve("kafka")).onPort(services.kafkaPort()));
                var _ = services.processor();
                var api = services.api();
                var host = services.host();
                var client = services.client()) {
            says(api, "api is ready");
            says(host, "host is ready");
            Path go = directory.resolve("go");
            String session = client.post(
                            "/v1/sessions",
                            Map.of(
                                    "provider",
                                    "command",
                                    "command",
                                    List.of(
                                            "bash",
                                            "-c",
                                            "until [ -e " + go + " ]; do sleep 0.1; done; touch "
                                                    + directory.resolve("went-on")),
                                    "host",
                                    "far"))
                    .path("id")
                    .asText();
            Eventually.holds(() -> assertThat(
                            client.get("/v1/sessions/" + session).path("status").asText())
                    .isEqualTo("RUNNING"));
            // As when a machine was cloned, or its disk was moved while it ran.
            Files.createDirectory(directory.resolve("moved"));
            for (String file : List.of("identity.json", "incarnation")) {
                Files.copy(
                        directory.resolve("host").resolve(file),
                        directory.resolve("moved").resolve(file));
            }

            try (var other = services.host("--data-dir", "moved")) {
                says(other, "host is ready");
                assertThat(host.exit(SOON)).as(host.errors()).hasValue(5);
                assertThat(host.errors()).contains("host ends: another agent of this host took over");
                other.terminate();
                assertThat(other.exit(SOON)).hasValue(0);
            }
            Files.createFile(go);
            Eventually.holds(() -> assertThat(directory.resolve("went-on")).exists());
        }
    }
}
