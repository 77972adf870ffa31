package dev.signalbox.bench.raw;

import dev.signalbox.bench.measure.Rate;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/// How many bytes a second go through one partition from a producer to a consumer that follows it, each as fast as it
/// can: `acks=all`, batches of 256 KiB.
public final class Flow {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Map<String, Object> IN_BULK =
            Map.of("linger.ms", 5, "batch.size", 256 * 1024, "buffer.memory", 32L * 1024 * 1024);

    private final RawKafka kafka;
    private final int recordBytes;

    public Flow(RawKafka kafka, int recordBytes) {
        this.kafka = kafka;
        this.recordBytes = recordBytes;
    }

    /// @param bytes how much goes through
    public Rate run(long bytes) throws IOException, InterruptedException {
        TopicPartition topic = kafka.topic("bench.flow-" + UUID.randomUUID());
        long records = Math.max(1, bytes / recordBytes);
        try (Producer<byte[], byte[]> producer = kafka.producer(IN_BULK);
                Consumer<byte[], byte[]> consumer = kafka.consumer(topic, false)) {
            producer.partitionsFor(topic.topic());
            var value = new byte[recordBytes];
            new Random(1).nextBytes(value);
            long began = System.nanoTime();
            var produced = CompletableFuture.runAsync(
                    () -> {
                        for (long i = 0; i < records; i++) {
                            producer.send(new ProducerRecord<>(topic.topic(), topic.partition(), null, value));
                        }
                    },
                    task -> Thread.ofPlatform().name("raw-flow").start(task));
            long arrived = 0;
            while (arrived < records) {
                int count = 0;
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.value().length != recordBytes) {
                        throw new IOException("a record came back with another length");
                    }
                    count++;
                }
                arrived += count;
                if (count == 0 && produced.isCompletedExceptionally()) {
                    produced.join();
                }
            }
            return new Rate(records * recordBytes, System.nanoTime() - began);
        } finally {
            kafka.drop(topic);
        }
    }
}
