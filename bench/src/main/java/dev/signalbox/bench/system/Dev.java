package dev.signalbox.bench.system;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.schemas.codec.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/// A running `./signalbox dev`: broker, processor, two API nodes and a host agent in a JVM of their own, on free ports.
/// Closing it ends it as Ctrl-C does.
public final class Dev implements AutoCloseable {
    private static final Duration END = Duration.ofSeconds(15);
    private static final int TAIL = 2_000;

    private final Process process;
    private final JsonNode ready;
    private final Duration took;

    private Dev(Process process, JsonNode ready, Duration took) {
        this.process = process;
        this.ready = ready;
        this.took = took;
    }

    /// Returns when it says that it is ready.
    ///
    /// @param home where its data and its log go
    public static Dev start(Launcher launcher, Path home) throws IOException, InterruptedException {
        return start(launcher, home, Map.of());
    }

    /// @param environment added to this process's own
    public static Dev start(Launcher launcher, Path home, Map<String, String> environment)
            throws IOException, InterruptedException {
        Files.createDirectories(home);
        Path log = home.resolve("dev.err");
        long began = System.nanoTime();
        Process process = launcher.start(
                environment,
                log,
                List.of(
                        "dev",
                        "--json",
                        "--no-config",
                        "--port=0",
                        "--kafka-port=0",
                        "--orchestra-spawns-per-minute=100000",
                        "--data-dir=" + home.resolve("data")));
        var out = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
        String line = out.readLine();
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        if (line == null) {
            process.waitFor();
            String said = Files.readString(log);
            throw new IOException("./signalbox dev ended with %d: %s"
                    .formatted(process.exitValue(), said.substring(Math.max(0, said.length() - TAIL))));
        }
        return new Dev(process, Json.mapper().readTree(line), took);
    }

    /// From the launcher's start to its line.
    public Duration took() {
        return took;
    }

    public long pid() {
        return ready.path("pid").asLong();
    }

    public String kafka() {
        return ready.path("kafka").asText();
    }

    public String token() {
        return ready.path("token").asText();
    }

    public String hostId() {
        return ready.path("host").asText();
    }

    /// Where sessions may work.
    public Path baseDir() {
        return Path.of(ready.path("baseDir").asText());
    }

    /// Addresses of the API nodes.
    public List<URI> api() {
        return StreamSupport.stream(ready.path("api").spliterator(), false)
                .map(node -> URI.create(node.asText()))
                .toList();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        process.getInputStream().close();
    }
}
