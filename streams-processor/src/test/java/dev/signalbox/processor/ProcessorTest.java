package dev.signalbox.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.broker.KafkaUnderTest;
import dev.signalbox.processor.settings.ProcessorSettings;
import dev.signalbox.processor.topology.CountingDecisions;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.topic.Topics;
import dev.signalbox.settings.HostPort;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessorTest {
    private static final int PARTITIONS = 4;
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    @Test
    void a_command_is_decided_and_answered() {
        try (KafkaUnderTest kafka = KafkaUnderTest.start(directory.resolve("kafka"));
                Processor processor = start(kafka);
                Wire wire = new Wire(kafka.bootstrapServers(), PARTITIONS)) {
            becomesReady(processor);
            CommandRecord command = Wire.open("default");
            wire.send(command);
            try (Wire.Reader outcomes = wire.reader(Topics.OUTCOMES.name())) {
                assertThat(outcomes.await(command.id(), Outcome.class, SOON).accepted())
                        .isTrue();
            }
        }
    }

    @Test
    void a_restart_takes_its_partitions_back_at_once() {
        try (KafkaUnderTest kafka = KafkaUnderTest.start(directory.resolve("kafka"));
                Wire wire = new Wire(kafka.bootstrapServers(), PARTITIONS)) {
            try (Processor processor = start(kafka)) {
                becomesReady(processor);
            }
            long stopped = System.nanoTime();
            try (Processor processor = start(kafka)) {
                CommandRecord command = Wire.open("default");
                wire.send(command);
                try (Wire.Reader outcomes = wire.reader(Topics.OUTCOMES.name())) {
                    outcomes.await(command.id(), Outcome.class, SOON);
                }
                assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isLessThan(Duration.ofSeconds(5));
                assertThat(processor.health().live()).isTrue();
            }
        }
    }

    private Processor start(KafkaUnderTest kafka) {
        var settings =
                ProcessorSettings.single(HostPort.of(kafka.bootstrapServers()), directory.resolve("data"), PARTITIONS);
        var processor = new Processor(settings, new CountingDecisions(), new SimpleMeterRegistry());
        processor.start();
        return processor;
    }

    private static void becomesReady(Processor processor) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(processor.health().reasons()).isEmpty());
        assertThat(processor.health().ready()).isTrue();
    }
}
