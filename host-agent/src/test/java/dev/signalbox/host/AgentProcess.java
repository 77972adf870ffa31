package dev.signalbox.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// A host agent in a process of its own, so that it can be killed.
final class AgentProcess implements AutoCloseable {
    private final Process process;
    private final Path said;

    private AgentProcess(Process process, Path said) {
        this.process = process;
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
        AgentProcess agent = new AgentProcess(process, said);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(agent.said()).containsPattern("(?m)^h-"));
        return agent;
    }

    /// The id of its host.
    String hostId() throws IOException {
        return said().lines().filter(line -> line.startsWith("h-")).findFirst().orElseThrow();
    }

    private String said() throws IOException {
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
        new CountDownLatch(1).await();
    }
}
