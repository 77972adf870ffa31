package dev.signalbox.processor.topology;

import dev.signalbox.processor.metrics.ProcessorMetrics;
import dev.signalbox.processor.tick.Agenda;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import dev.signalbox.schemas.command.Actor;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.event.EventRecord;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.topic.Topic;
import dev.signalbox.schemas.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/// The real topology under the test driver, one partition, around a decider of the test's choice.
final class TopologyBench implements AutoCloseable {
    static final String NAMESPACE = "default";
    static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Agenda agenda = new Agenda(() -> 0);
    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> commands;
    private final TestInputTopic<byte[], byte[]> reports;
    Instant now = START;

    TopologyBench(Decisions decisions, Path stateDir) {
        var wiring = Wiring.of(decisions, 1, agenda, new ProcessorMetrics(meters), stateDir);
        var properties = new Properties();
        properties.putAll(Map.of(
                "application.id",
                "bench",
                "bootstrap.servers",
                "nowhere:1",
                "state.dir",
                stateDir.toString(),
                "statestore.cache.max.bytes",
                0));
        driver = new TopologyTestDriver(ProcessorTopology.build(wiring), properties, START);
        commands = input(Topics.COMMANDS);
        reports = input(Topics.REPORTS);
    }

    private TestInputTopic<byte[], byte[]> input(Topic topic) {
        return driver.createInputTopic(topic.name(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    static CommandRecord command(Command command) {
        return new CommandRecord(Ids.COMMAND.mint(), NAMESPACE, new Actor("ada", null, "n1"), null, null, command);
    }

    static CommandRecord open() {
        return command(new Command.OpenNamespace(Command.OpenNamespace.Limits.DEFAULT));
    }

    static CommandRecord keyed(String principal, String key, String hash, Command command) {
        return new CommandRecord(Ids.COMMAND.mint(), NAMESPACE, new Actor(principal, null, "n1"), key, hash, command);
    }

    void send(CommandRecord command) {
        raw(Json.encode(command));
    }

    void raw(byte[] value) {
        commands.pipeInput(new TestRecord<>(bytes(NAMESPACE), value, now));
    }

    void report(TestRecord<byte[], byte[]> record) {
        reports.pipeInput(record);
    }

    void tick(long number, Duration interval) {
        send(new CommandRecord(
                Ids.COMMAND.mint(), "*", Actor.SYSTEM, null, null, new Command.Tick(number, interval, null)));
    }

    List<TestRecord<String, byte[]>> read(Topic topic) {
        TestOutputTopic<String, byte[]> output =
                driver.createOutputTopic(topic.name(), new StringDeserializer(), new ByteArrayDeserializer());
        return output.readRecordsToList();
    }

    List<Outcome> outcomes() {
        return read(Topics.OUTCOMES).stream()
                .map(record -> decode(record, Outcome.class))
                .toList();
    }

    Outcome outcome() {
        return outcomes().getLast();
    }

    List<EventRecord> events() {
        return read(Topics.EVENTS).stream()
                .map(record -> decode(record, EventRecord.class))
                .toList();
    }

    /// All rows, by key.
    Map<String, String> rows() {
        var rows = new java.util.TreeMap<String, String>();
        try (var all = driver.<String, byte[]>getKeyValueStore(ProcessorTopology.TABLES)
                .all()) {
            all.forEachRemaining(row -> rows.put(row.key, new String(row.value, StandardCharsets.UTF_8)));
        }
        return rows;
    }

    static String header(TestRecord<String, byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static <T> T decode(TestRecord<String, byte[]> record, Class<T> type) {
        try {
            return Json.decode(record.value(), type);
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        driver.close();
    }
}
