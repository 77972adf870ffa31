package dev.signalbox.api.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.signalbox.api.core.feed.LogEntry;
import dev.signalbox.api.core.feed.LogPartition;
import dev.signalbox.api.core.feed.LogSource.LogAwayException;
import dev.signalbox.api.stage.SharedKafka;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The names of the brokers are not known for a while, and no client can be made.
@ExtendWith(SharedKafka.class)
final class ClientsThatCannotBeMadeTest {
    private final AtomicInteger asked = new AtomicInteger();

    private static LogEntry<String> entry(ConsumerRecord<byte[], byte[]> record) {
        return new LogEntry<>(record.offset(), record.timestamp(), Decoder.key(record), false, 1, "");
    }

    private KafkaConsumer<byte[], byte[]> lateConsumer(String servers, int failures) {
        if (asked.incrementAndGet() <= failures) {
            throw new ConfigException("No resolvable bootstrap urls given in bootstrap.servers");
        }
        return new Clients(Map.of("bootstrap.servers", servers), "late").growing("tail", false, 1024 * 1024, 100);
    }

    private static LogPartition partition(SharedKafka.Running kafka) throws Exception {
        String topic = "t-" + UUID.randomUUID();
        kafka.admin()
                .createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
                .all()
                .get();
        return new LogPartition(topic, 0);
    }

    @Test
    void a_slice_says_that_the_log_is_away_and_the_next_one_is_read(SharedKafka.Running kafka) throws Exception {
        var partition = partition(kafka);
        try (var readers =
                new Readers<>(() -> lateConsumer(kafka.servers(), 2), ClientsThatCannotBeMadeTest::entry, 1)) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> readers.read(partition, 0, "k", 1, Duration.ofSeconds(1)))
                        .isInstanceOf(LogAwayException.class)
                        .hasMessageContaining("bootstrap");
            }
            await().untilAsserted(() -> assertThat(readers.read(partition, 0, "k", 1, Duration.ofSeconds(5))
                            .atEnd())
                    .isTrue());
        }
    }

    @Test
    void a_tail_is_tried_again_but_not_in_a_loop(SharedKafka.Running kafka) throws Exception {
        var partition = partition(kafka);
        try (var tails = new Tails<>(
                "late-tail",
                kafka.admin(),
                IsolationLevel.READ_UNCOMMITTED,
                () -> lateConsumer(kafka.servers(), 2),
                ClientsThatCannotBeMadeTest::entry)) {
            long began = System.nanoTime();
            tails.start();
            tails.watch(partition);
            await().until(() -> asked.get() == 3);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(800));
            tails.release(partition);
        }
    }
}
