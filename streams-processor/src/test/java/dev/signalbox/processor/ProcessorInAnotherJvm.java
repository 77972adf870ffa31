package dev.signalbox.processor;

import dev.signalbox.processor.settings.TestSettings;
import dev.signalbox.processor.topology.CountingDecisions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A processor that a test can kill.
final class ProcessorInAnotherJvm implements AutoCloseable {
    private final Process process;

    private ProcessorInAnotherJvm(Process process) {
        this.process = process;
    }

    static ProcessorInAnotherJvm start(String kafka, Path data, int partitions) throws IOException {
        return start(kafka, data, partitions, 0);
    }

    static ProcessorInAnotherJvm start(String kafka, Path data, int partitions, int standbys) throws IOException {
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ProcessorInAnotherJvm.class.getName(),
                kafka,
                data.toString(),
                Integer.toString(partitions),
                Integer.toString(standbys));
        return new ProcessorInAnotherJvm(new ProcessBuilder(command).inheritIO().start());
    }

    /// SIGKILL.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    public static void main(String[] args) {
        var settings = TestSettings.of(
                args[0], Path.of(args[1]), Integer.parseInt(args[2]), Map.of("standby-replicas", args[3]));
        new Processor(settings, new CountingDecisions(), new SimpleMeterRegistry()).start();
    }
}
