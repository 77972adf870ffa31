package dev.signalbox.e2e.dialect.orchestra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.e2e.system.RunningSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/// The client samples of the original's description, as they stand there, token and all; only the port is another where
/// the test's node has not got 8080.
final class OrchestraSamplesTest {
    private static final Path SAMPLES = Path.of("src/test/resources/samples/orchestra");
    private static final String PYTHON = System.getenv().getOrDefault("E2E_PYTHON", "python3");
    private final RunningSystem system = RunningSystem.shared();

    private String sample(String name) throws IOException {
        int port = system.dialect(0, "orchestra").getPort();
        return Files.readString(SAMPLES.resolve(name)).replace("localhost:8080", "localhost:" + port);
    }

    private static boolean works(String... argv) throws Exception {
        try {
            Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
            process.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /// What a client prints until the text has been in it; the client is ended then.
    private static String printed(List<String> argv, String until) throws Exception {
        Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
        try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
            Thread.ofVirtual().start(() -> {
                try {
                    if (!process.waitFor(30, TimeUnit.SECONDS)) {
                        process.destroyForcibly();
                    }
                } catch (InterruptedException e) {
                    process.destroyForcibly();
                }
            });
            var all = new StringBuilder();
            String line;
            while (all.indexOf(until) < 0 && (line = reader.readLine()) != null) {
                all.append(line).append('\n');
            }
            return all.toString();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void the_python_client_connects_subscribes_and_hears() throws Exception {
        if (!works(PYTHON, "-c", "import websockets")) {
            throw new TestAbortedException(
                    "left out: " + PYTHON + " has no websockets; E2E_PYTHON may name one that has");
        }
        // Unbuffered, or what it prints would come when it ends.
        String printed = printed(List.of(PYTHON, "-u", "-c", sample("client.py")), "\n");

        assertThat(printed).startsWith("Error: there is no such session");
    }

    @Test
    void the_javascript_client_connects_subscribes_and_hears(@TempDir Path folder) throws Exception {
        if (!works("node", "--experimental-websocket", "-e", "new WebSocket('ws://localhost:1').onerror = () => {}")) {
            throw new TestAbortedException("left out: node has no WebSocket");
        }
        // Its types are taken away, as a compiler of TypeScript would.
        String plain = sample("client.ts")
                .replaceAll("(?m)^  private ws: WebSocket;$", "")
                .replace("private ", "")
                .replaceAll("(\\w+): (?:string|object|any)\\)", "$1)");
        Path file = Files.writeString(folder.resolve("client.mjs"), plain);

        String printed =
                printed(List.of("node", "--no-warnings", "--experimental-websocket", file.toString()), "Error:");

        assertThat(printed).contains("Connected to Orchestra daemon").contains("Error: there is no such session");
    }
}
