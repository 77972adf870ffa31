package dev.signalbox.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.broker.BrokerOptions;
import dev.signalbox.broker.EmbeddedBroker;
import dev.signalbox.processor.settings.TestSettings;
import dev.signalbox.processor.topology.CountingDecisions;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.event.EventRecord;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessorFaultsTest {
    private static final int PARTITIONS = 4;
    private static final Duration SOON = Duration.ofSeconds(40);

    @TempDir
    private Path directory;

    private EmbeddedBroker kafka;
    private Wire wire;

    @BeforeEach
    void begin() {
        kafka = EmbeddedBroker.start(directory.resolve("kafka"));
        wire = new Wire(kafka.bootstrapServers(), PARTITIONS);
    }

    @AfterEach
    void end() {
        wire.close();
        kafka.close();
    }

    @Test
    void a_killed_processor_decides_each_command_once() throws Exception {
        Path data = directory.resolve("data");
        List<CommandRecord> commands =
                Stream.generate(() -> Wire.open("default")).limit(400).toList();
        try (ProcessorInAnotherJvm first = ProcessorInAnotherJvm.start(kafka.bootstrapServers(), data, PARTITIONS)) {
            await().atMost(SOON).until(() -> wire.has(Topics.OUTCOMES.name()));
            wire.send(commands.getFirst());
            try (Wire.Reader outcomes = wire.reader(Topics.OUTCOMES.name())) {
                outcomes.await(commands.getFirst().id(), Outcome.class, SOON);
                commands.forEach(wire::send);
                outcomes.await(commands.get(100).id(), Outcome.class, SOON);
            }
            first.kill();
        }
        try (ProcessorInAnotherJvm _ = ProcessorInAnotherJvm.start(kafka.bootstrapServers(), data, PARTITIONS);
                Wire.Reader outcomes = wire.reader(Topics.OUTCOMES.name());
                Wire.Reader events = wire.reader(Topics.EVENTS.name())) {
            commands.forEach(command -> outcomes.await(command.id(), Outcome.class, SOON));
            events.await(record -> event(record.value()).n() == commands.size(), SOON);

            assertThat(events.seen().stream()
                            .map(record -> event(record.value()).n()))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, commands.size()).boxed().toList());
        }
    }

    @Test
    void a_broker_that_goes_away_and_comes_back_is_waited_for() {
        try (Processor processor = start()) {
            becomesReady(processor);
            CommandRecord first = Wire.open("default");
            wire.send(first);
            int port = kafka.port();
            kafka.close();
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(processor.health().reasons()).contains("waits for Kafka at 127.0.0.1:" + port));
            assertThat(processor.health().live()).isTrue();

            kafka = EmbeddedBroker.start(
                    BrokerOptions.in(directory.resolve("kafka")).onPort(port));
            becomesReady(processor);
            CommandRecord second = Wire.open("default");
            wire.send(second);
            try (Wire.Reader outcomes = wire.reader(Topics.OUTCOMES.name())) {
                assertThat(outcomes.await(second.id(), Outcome.class, SOON).n()).isEqualTo(2);
            }
        }
    }

    private static EventRecord event(byte[] value) {
        try {
            return Json.decode(value, EventRecord.class);
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    private Processor start() {
        var settings = TestSettings.of(kafka.bootstrapServers(), directory.resolve("data"), PARTITIONS);
        var processor = new Processor(settings, new CountingDecisions(), new SimpleMeterRegistry());
        processor.start();
        return processor;
    }

    private static void becomesReady(Processor processor) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(processor.health()).isEqualTo(new Health(true, true, List.of())));
    }
}
