package dev.signalbox.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.broker.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A third API node of the shared system, in a process of its own: it can be killed, and no other streams are open
/// there than those of whoever asks for it. It takes the tokens that the others take. It waits twice as long as others
/// for clients that do not read: what is to happen before it gives up must find the time also where all is slow.
public final class SeparateNode {
    private static @Nullable SeparateNode running;

    private final SignalboxProcess process;
    private final URI main;
    private final Map<String, URI> dialects;

    private SeparateNode(RunningSystem system) throws IOException {
        Map<String, Integer> ports = Stream.of("api", "elemental", "orchestra", "neolith")
                .collect(Collectors.toMap(n -> n, _ -> FreePort.any()));
        var arguments = new ArrayList<>(List.of(
                "api",
                "--kafka-servers",
                system.kafka(),
                "--data-dir",
                "node",
                "--api-secret-file",
                system.stack().dataDir().resolve("api-secret").toString(),
                "--api-write-deadline",
                "40s"));
        ports.forEach((name, port) -> arguments.addAll(List.of("--" + name + "-listen", "127.0.0.1:" + port)));
        this.main = uri(Objects.requireNonNull(ports.get("api")));
        this.dialects = ports.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> uri(e.getValue())));
        this.process = SignalboxProcess.java(system.stack().dataDir().resolve("separate"), Map.of(), arguments);
        Runtime.getRuntime().addShutdownHook(new Thread(process::close, "end-of-separate-node"));
    }

    /// The one that runs, or a new one when none does; it is ready.
    public static synchronized SeparateNode running() {
        if (running == null) {
            try {
                var started = new SeparateNode(RunningSystem.shared());
                Eventually.holds(() -> assertThat(started.process.errors()).contains("api is ready"));
                running = started;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return running;
    }

    private static URI uri(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    public URI main() {
        return main;
    }

    /// The base address of a dialect's own listener.
    public URI dialect(String name) {
        return Objects.requireNonNull(dialects.get(name));
    }

    /// What one of its metrics without tags shows now.
    public double metric(String name) {
        return Metric.of(main, name);
    }

    /// With SIGKILL.
    public void kill() throws InterruptedException {
        synchronized (SeparateNode.class) {
            running = null;
        }
        process.kill();
        assertThat(process.exit(Duration.ofSeconds(60))).isPresent();
    }
}
