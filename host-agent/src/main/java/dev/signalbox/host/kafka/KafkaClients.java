package dev.signalbox.host.kafka;

import dev.signalbox.schemas.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Makes the host agent's Kafka clients. Producers are idempotent and never give up by themselves: what they are given
/// stands on this host's disk, and waits there as long as the log is away.
public final class KafkaClients {
    private final Map<String, Object> base;

    /// @param base bootstrap.servers and whatever security needs
    public KafkaClients(Map<String, Object> base) {
        this.base = Map.copyOf(base);
    }

    /// For small records that must be there at once.
    public Producer<byte[], byte[]> promptProducer(String name) {
        Map<String, Object> config = producer(name);
        config.put("linger.ms", 0);
        config.put("batch.size", 64 * 1024);
        config.put("buffer.memory", 8L * 1024 * 1024);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /// For bytes in bulk.
    public Producer<byte[], byte[]> bulkProducer(String name) {
        Map<String, Object> config = producer(name);
        config.put("linger.ms", 0);
        config.put("batch.size", 256 * 1024);
        config.put("buffer.memory", 32L * 1024 * 1024);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Map<String, Object> producer(String name) {
        Map<String, Object> config = new HashMap<>(base);
        config.put("client.id", name);
        config.put("acks", "all");
        config.put("enable.idempotence", true);
        config.put("max.in.flight.requests.per.connection", 5);
        config.put("delivery.timeout.ms", Integer.MAX_VALUE);
        config.put("max.block.ms", Integer.MAX_VALUE);
        config.put("request.timeout.ms", 10_000);
        config.put("reconnect.backoff.max.ms", 1_000);
        config.put("max.request.size", Topics.MAX_RECORD_BYTES);
        return config;
    }

    /// The offset behind the newest record of a topic with one partition.
    public long endOf(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Consumer<byte[], byte[]> consumer = consumer("end-of-" + topic)) {
            return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        }
    }

    /// A consumer for `assign` and `seek`: no group, and a position that is gone is an error, never a jump.
    public Consumer<byte[], byte[]> consumer(String name) {
        Map<String, Object> config = new HashMap<>(base);
        config.put("client.id", name);
        config.put("enable.auto.commit", false);
        config.put("auto.offset.reset", "none");
        config.put("isolation.level", "read_uncommitted");
        config.put("allow.auto.create.topics", false);
        config.put("fetch.min.bytes", 1);
        // A record ends the wait at once; an idle host asks seldom.
        config.put("fetch.max.wait.ms", 5_000);
        config.put("reconnect.backoff.max.ms", 1_000);
        config.put("request.timeout.ms", 10_000);
        config.put("default.api.timeout.ms", 15_000);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
