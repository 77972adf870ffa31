package dev.signalbox.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.broker.EmbeddedBroker;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.event.EventRecord;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.GroupState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two processors, one of which is killed.
class TakeoverTest {
    private static final int PARTITIONS = 4;
    private static final Duration SOON = Duration.ofSeconds(60);

    /// Session timeout 6 s, a transaction's 3 s, sweeps of 1 s, and room for a busy machine.
    private static final Duration TAKEOVER = Duration.ofSeconds(40);

    @TempDir
    private Path directory;

    @Test
    void the_other_processor_goes_on_and_no_decision_is_lost_or_made_twice() throws Exception {
        List<String> namespaces =
                IntStream.range(0, 12).mapToObj(number -> "team-" + number).toList();
        try (var kafka = EmbeddedBroker.start(directory.resolve("kafka"));
                var wire = new Wire(kafka.bootstrapServers(), PARTITIONS);
                var one = start(kafka, "one");
                var other = start(kafka, "other")) {
            await().atMost(SOON).ignoreExceptions().until(() -> both(kafka.bootstrapServers()));
            try (Wire.Reader outcomes = wire.reader(Topics.OUTCOMES.name());
                    Wire.Reader events = wire.reader(Topics.EVENTS.name())) {
                List<CommandRecord> commands = new ArrayList<>(round(wire, namespaces, 20));
                answered(outcomes, commands);

                commands.addAll(round(wire, namespaces, 20));
                one.kill();
                long killed = System.nanoTime();
                List<CommandRecord> after = round(wire, namespaces, 20);
                commands.addAll(after);
                answered(outcomes, commands);
                Duration gap = Duration.ofNanos(System.nanoTime() - killed);
                System.out.println("all commands were answered " + gap.toMillis() + " ms after the kill");

                assertThat(gap).isLessThan(TAKEOVER);
                numbered(events, namespaces, commands.size() / namespaces.size());
            }
        }
    }

    private ProcessorInAnotherJvm start(EmbeddedBroker kafka, String name) throws Exception {
        return ProcessorInAnotherJvm.start(kafka.bootstrapServers(), directory.resolve(name), PARTITIONS, 1);
    }

    /// Whether both have partitions.
    private static boolean both(String bootstrap) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            var group = admin.describeConsumerGroups(List.of("signalbox.processor"))
                    .all()
                    .get()
                    .get("signalbox.processor");
            return group.groupState() == GroupState.STABLE
                    && group.members().size() == 2
                    && group.members().stream()
                            .noneMatch(member ->
                                    member.assignment().topicPartitions().isEmpty());
        }
    }

    private static List<CommandRecord> round(Wire wire, List<String> namespaces, int each) {
        List<CommandRecord> commands = new ArrayList<>();
        for (int number = 0; number < each; number++) {
            for (String namespace : namespaces) {
                CommandRecord command = Wire.open(namespace);
                wire.send(command);
                commands.add(command);
            }
        }
        return commands;
    }

    private static void answered(Wire.Reader outcomes, List<CommandRecord> commands) {
        commands.forEach(command -> outcomes.await(command.id(), Outcome.class, SOON));
    }

    private static void numbered(Wire.Reader events, List<String> namespaces, int each) {
        Map<String, List<Long>> numbers = new TreeMap<>();
        for (String namespace : namespaces) {
            events.await(
                    record -> event(record.value()).namespace().equals(namespace)
                            && event(record.value()).n() == each,
                    SOON);
        }
        events.seen().forEach(record -> {
            EventRecord event = event(record.value());
            numbers.computeIfAbsent(event.namespace(), _ -> new ArrayList<>()).add(event.n());
        });
        List<Long> expected = LongStream.rangeClosed(1, each).boxed().toList();
        assertThat(numbers).containsOnlyKeys(namespaces);
        assertThat(numbers.values()).allSatisfy(n -> assertThat(n).containsExactlyElementsOf(expected));
    }

    private static EventRecord event(byte[] value) {
        try {
            return Json.decode(value, EventRecord.class);
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }
}
