package dev.signalbox.api.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.api.core.feed.LogEntry;
import dev.signalbox.api.core.feed.LogPartition;
import dev.signalbox.api.core.feed.LogSource.Slice;
import dev.signalbox.api.stage.SharedKafka;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedKafka.class)
@Timeout(60)
final class ReadersTest {
    private final LogPartition partition = new LogPartition("t-" + UUID.randomUUID(), 0);
    private KafkaProducer<String, String> producer;
    private Readers<String> readers;
    private volatile boolean stalled;

    @BeforeEach
    void begin(SharedKafka.Running kafka) throws Exception {
        kafka.admin()
                .createTopics(List.of(new NewTopic(partition.topic(), 1, (short) 1)))
                .all()
                .get();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.servers()), new StringSerializer(), new StringSerializer());
        readers = new Readers<>(() -> new Stalling(kafka.servers()), ReadersTest::entry, 1);
    }

    @AfterEach
    void end() {
        readers.close();
        producer.close();
    }

    private static LogEntry<String> entry(ConsumerRecord<byte[], byte[]> record) {
        return new LogEntry<>(record.offset(), record.timestamp(), Decoder.key(record), false, 1, "");
    }

    private void append(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            var _ = producer.send(new ProducerRecord<>(partition.topic(), 0, "k", "v"))
                    .get();
        }
    }

    private Slice<String> read(long from) throws InterruptedException {
        return readers.read(partition, from, "k", 1_000_000, Duration.ofSeconds(5));
    }

    private void readAll(long from, int count) {
        await().untilAsserted(() -> assertThat(read(from).entries()).hasSize(count));
    }

    @Test
    void where_a_reader_stopped_is_not_the_end_when_more_was_written_that_does_not_come_in_time() throws Exception {
        append(3);
        readAll(0, 3);

        append(2);
        stalled = true;

        assertThat(read(3)).isEqualTo(new Slice<>(List.of(), 3, false));
    }

    @Test
    void a_place_behind_where_a_reader_stopped_is_not_the_end_either() throws Exception {
        append(3);
        readAll(0, 3);

        append(2);
        stalled = true;

        assertThat(read(4)).isEqualTo(new Slice<>(List.of(), 4, false));
    }

    @Test
    void the_end_is_told_by_who_finds_nothing_there() throws Exception {
        append(3);
        readAll(0, 3);

        await().untilAsserted(() -> assertThat(read(3)).isEqualTo(new Slice<>(List.of(), 3, true)));
    }

    /// Brings nothing while it is stalled, as when the broker takes its time.
    private final class Stalling extends KafkaConsumer<byte[], byte[]> {
        Stalling(String servers) {
            super(
                    Map.of(
                            "bootstrap.servers",
                            servers,
                            "enable.auto.commit",
                            false,
                            "auto.offset.reset",
                            "none",
                            "fetch.max.wait.ms",
                            5),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            return stalled ? ConsumerRecords.empty() : super.poll(timeout);
        }
    }
}
