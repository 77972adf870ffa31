package dev.signalbox.bench.raw;

import dev.signalbox.bench.measure.Probe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/// From the sending of one small record to the moment a consumer has it: `acks=all`, no linger. One thread does both,
/// so no hand-over between threads is in it.
public final class RoundTrip implements Probe, AutoCloseable {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int PAYLOAD = 300;

    private final Producer<byte[], byte[]> producer;
    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition to;
    private long sent;

    RoundTrip(RawKafka kafka, TopicPartition to, TopicPartition from, boolean committed) {
        this.producer = kafka.producer(Map.of("linger.ms", 0));
        this.consumer = kafka.consumer(from, committed);
        this.to = to;
    }

    public static RoundTrip open(RawKafka kafka) throws IOException, InterruptedException {
        TopicPartition topic = kafka.topic("bench.round-trip");
        return new RoundTrip(kafka, topic, topic, false);
    }

    @Override
    public long once() throws IOException {
        long number = ++sent;
        byte[] value = ByteBuffer.allocate(PAYLOAD).putLong(number).array();
        long began = System.nanoTime();
        long deadline = began + RawKafka.PATIENCE.toNanos();
        producer.send(new ProducerRecord<>(to.topic(), to.partition(), null, value));
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (ByteBuffer.wrap(record.value()).getLong() == number) {
                    return System.nanoTime() - began;
                }
            }
        }
        throw new IOException("a record did not come back on " + to.topic());
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
        consumer.close();
    }
}
