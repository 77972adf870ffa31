package dev.signalbox.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.api.auth.SecretFile;
import dev.signalbox.api.auth.Tokens;
import dev.signalbox.api.core.Capability;
import dev.signalbox.api.core.Principal;
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

/// One processor, one API node and one host agent, each a process of its own, beside a broker that the test starts.
final class ServiceProcesses {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Path directory;
    private final int kafka = FreePort.any();
    private final int port = FreePort.any();
    private final Tokens tokens;

    /// @param directory where each keeps its files, by the name of its service
    ServiceProcesses(Path directory) throws IOException {
        this.directory = directory;
        this.tokens = new Tokens(SecretFile.load(directory.resolve("api/api-secret")), InstantSource.system());
    }

    /// Where they look for a broker.
    int kafkaPort() {
        return kafka;
    }

    SignalboxProcess host(String... flags) throws IOException {
        String join = token(Set.of(Capability.JOIN));
        return start(
                "host", Map.of("SIGNALBOX_JOIN", join), List.of("--api", node().toString(), "--name", "far"), flags);
    }

    SignalboxProcess api(String... flags) throws IOException {
        return start("api", servers(), List.of("--api-listen", "127.0.0.1:" + port), flags);
    }

    SignalboxProcess processor(String... flags) throws IOException {
        return start("processor", servers(), List.of("--partitions", "4", "--processor-ops-port", "0"), flags);
    }

    /// Asks the API node, as a person.
    ApiClient client() {
        return new ApiClient(List.of(node()), token(Principal.PERSON));
    }

    static void says(SignalboxProcess process, String what) {
        await().atMost(SOON).untilAsserted(() -> assertThat(process.errors()).contains(what));
    }

    private URI node() {
        return URI.create("http://127.0.0.1:" + port);
    }

    private Map<String, String> servers() {
        return Map.of("SIGNALBOX_KAFKA_SERVERS", "127.0.0.1:" + kafka);
    }

    private String token(Set<Capability> capabilities) {
        return tokens.mint("test", "default", capabilities, Duration.ofMinutes(5))
                .token();
    }

    private SignalboxProcess start(String name, Map<String, String> environment, List<String> usual, String... flags)
            throws IOException {
        var arguments = new ArrayList<>(List.of(name, "--data-dir", name));
        arguments.addAll(usual);
        arguments.addAll(List.of(flags));
        return SignalboxProcess.java(directory, environment, arguments);
    }
}
