package dev.signalbox.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A host agent in a process of its own, so that it can be killed.
final class AgentProcess implements AutoCloseable {
    private final Process process;
    private final Path data;
    private final Path said;

    private AgentProcess(Process process, Path data, Path said) {
        this.process = process;
        this.data = data;
        this.said = said;
    }

    /// Returns when it takes work.
    static AgentProcess start(ControlPlane plane, Path data, Path work) throws IOException {
        Path said = Files.createTempFile(data.getParent(), "agent", ".log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        AgentProcess.class.getName(),
                        plane.address().toString(),
                        data.toString(),
                        work.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        AgentProcess agent = new AgentProcess(process, data, said);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(agent.said()).containsPattern("(?m)^h-"));
        return agent;
    }

    /// The id of its host.
    String hostId() throws IOException {
        return said().lines().filter(line -> line.startsWith("h-")).findFirst().orElseThrow();
    }

    /// One of its threads ends without its doing.
    void endThread(String name) throws IOException {
        Files.writeString(ending(data), name);
    }

    /// Waits until it has ended by itself.
    ///
    /// @return its exit code
    int exit() throws IOException, InterruptedException {
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as(said()).isTrue();
        Files.deleteIfExists(ending(data));
        return process.exitValue();
    }

    /// All that it wrote.
    String said() throws IOException {
        return Files.readString(said, StandardCharsets.UTF_8);
    }

    /// As kill -9. Returns when it is gone.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    public static void main(String[] words) throws Exception {
        HostAgent agent = HostAgent.start(
                ControlPlane.settings(URI.create(words[0]), Path.of(words[1]), Path.of(words[2])), System.getenv());
        await().pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(60))
                .until(() -> agent.readiness() instanceof HostAgent.Readiness.Ready);
        System.out.println(agent.hostId());
        Path ending = ending(Path.of(words[1]));
        await().forever().until(() -> {
            if (Files.exists(ending)) {
                interrupt(Files.readString(ending));
            }
            return agent.readiness() instanceof HostAgent.Readiness.Over;
        });
        System.out.println(agent.readiness());
        agent.close();
        Runtime.getRuntime().halt(1);
    }

    private static Path ending(Path data) {
        return data.resolveSibling("ending");
    }

    private static void interrupt(String name) {
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .forEach(Thread::interrupt);
    }
}
