package dev.signalbox.bench.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A host agent beside that of [Dev], in a JVM of its own.
public final class SecondHost implements AutoCloseable {
    private static final String NAME = "bench-second";
    private static final long PAUSE_MILLIS = 100;
    private static final int LOOKS = 300;

    private final Process process;
    private final String hostId;

    private SecondHost(Process process, String hostId) {
        this.process = process;
        this.hostId = hostId;
    }

    /// @param home where its data and its log go
    /// @param baseDir where its sessions may work
    public static SecondHost start(Launcher launcher, Path home, Path baseDir, URI api, Node node)
            throws IOException, InterruptedException {
        Files.createDirectories(home);
        String joinToken =
                node.post("/v1/hosts/join-token", Map.of()).path("token").asText();
        Process process = launcher.start(
                Map.of("SIGNALBOX_JOIN", joinToken),
                home.resolve("host.err"),
                List.of(
                        "host",
                        "--api=" + api,
                        "--name=" + NAME,
                        "--data-dir=" + home.resolve("data"),
                        "--base-dirs=" + baseDir));
        for (int look = 0; look < LOOKS && process.isAlive(); look++) {
            for (JsonNode host : node.get("/v1/hosts?status=ONLINE").path("items")) {
                if (host.path("name").asText().equals(NAME)
                        && !host.path("providers").isEmpty()) {
                    return new SecondHost(process, host.path("id").asText());
                }
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        process.destroy();
        throw new IOException("the second host does not come up: " + Files.readString(home.resolve("host.err")));
    }

    public String hostId() {
        return hostId;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        process.getInputStream().close();
    }
}
