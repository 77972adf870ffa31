package dev.signalbox.e2e.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.e2e.system.Eventually;
import dev.signalbox.e2e.system.RunningSystem;
import dev.signalbox.e2e.system.TestSession;
import dev.signalbox.schemas.topic.Topic;
import dev.signalbox.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Records that nobody of us wrote, in every topic and partition: what comes behind them is served as if they were
/// not there, and what should have been decided is kept with its cause.
class PoisonTest {
    private static final RunningSystem SYSTEM = RunningSystem.shared();

    static Stream<Topic> topics() {
        return Stream.concat(Topics.fixed().stream(), Topics.ofHost(SYSTEM.hostId()).stream());
    }

    private static List<byte[]> poison() {
        byte[] noise = new byte[300];
        new Random(4711).nextBytes(noise);
        List<byte[]> poison = new ArrayList<>();
        poison.add(noise);
        poison.add(null);
        for (String text : List.of(
                "",
                "{",
                "null",
                "[]",
                "{}",
                "{\"type\":\"no_such_type\"}",
                "{\"namespace\":\"default\",\"command\":{\"type\":\"stop_session\",\"sessionId\":7}}",
                "{\"a\":".repeat(2_000),
                "\"" + "x".repeat(200_000) + "\"")) {
            poison.add(text.getBytes(StandardCharsets.UTF_8));
        }
        return poison;
    }

    private static int poison(Topic topic) throws Exception {
        int written = 0;
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", SYSTEM.kafka()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (PartitionInfo partition : producer.partitionsFor(topic.name())) {
                for (byte[] value : poison()) {
                    for (String key : new String[] {"default", "no such key"}) {
                        producer.send(new ProducerRecord<>(
                                        topic.name(),
                                        partition.partition(),
                                        key.getBytes(StandardCharsets.UTF_8),
                                        value))
                                .get();
                        written++;
                    }
                }
            }
        }
        return written;
    }

    @ParameterizedTest
    @MethodSource("topics")
    void what_comes_behind_poison_is_served(Topic topic) throws Exception {
        poison(topic);

        try (TestSession session = TestSession.command("bash", "-c", "read line; echo \"<$line>\"; exit 5")) {
            session.awaitStatus("RUNNING");
            session.awaitInput(session.send("hello"), "DELIVERED");
            assertThat(session.awaitStatus("ENDED").path("end").path("exitCode").asInt())
                    .isEqualTo(5);
            assertThat(session.watched().end().path("complete").asBoolean()).isTrue();
            assertThat(session.text()).isEqualTo("<hello>\n");
        }
    }

    @Test
    void what_could_not_be_decided_is_a_dead_letter_with_its_cause_and_place() throws Exception {
        int before = deadLetters().size();
        int written = poison(Topics.COMMANDS) + poison(Topics.REPORTS);

        Eventually.holds(() -> assertThat(deadLetters()).hasSizeGreaterThanOrEqualTo(before + written));
        assertThat(deadLetters().subList(before, deadLetters().size()))
                .allSatisfy(letter -> assertThat(letter.headers().toArray()).isNotEmpty());
    }

    private static List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", SYSTEM.kafka(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> all = consumer.partitionsFor(Topics.DEAD_LETTERS.name()).stream()
                    .map(one -> new TopicPartition(one.topic(), one.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            var ends = consumer.endOffsets(all);
            List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
            while (all.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                consumer.poll(Duration.ofMillis(200)).forEach(letters::add);
            }
            return letters;
        }
    }
}
