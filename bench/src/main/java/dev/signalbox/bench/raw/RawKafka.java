package dev.signalbox.bench.raw;

import dev.signalbox.schemas.topic.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Topics and clients of the baselines.
public final class RawKafka implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final short REPLICAS = 1;

    private final String servers;
    private final Admin admin;

    /// @param servers `host:port` of the broker under everything else
    public RawKafka(String servers) {
        this.servers = servers;
        this.admin = Admin.create(Map.of("bootstrap.servers", servers));
    }

    String servers() {
        return servers;
    }

    /// A new topic of one partition.
    TopicPartition topic(String name) throws IOException, InterruptedException {
        var topic = new NewTopic(name, 1, REPLICAS)
                .configs(Map.of("max.message.bytes", Integer.toString(Topics.MAX_RECORD_BYTES)));
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            throw new IOException("cannot make the topic " + name + ": " + e.getMessage(), e);
        }
        return new TopicPartition(name, 0);
    }

    void drop(TopicPartition topic) throws IOException, InterruptedException {
        try {
            admin.deleteTopics(List.of(topic.topic())).all().get();
        } catch (ExecutionException e) {
            throw new IOException("cannot delete the topic " + topic.topic() + ": " + e.getMessage(), e);
        }
    }

    KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        var config = new HashMap<String, Object>(Map.of("bootstrap.servers", servers, "acks", "all"));
        config.putAll(more);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /// At the end of the topic.
    KafkaConsumer<byte[], byte[]> consumer(TopicPartition topic, boolean committed) {
        var consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        servers,
                        "auto.offset.reset",
                        "none",
                        "enable.auto.commit",
                        false,
                        "isolation.level",
                        committed ? "read_committed" : "read_uncommitted"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(List.of(topic));
        consumer.seekToEnd(List.of(topic));
        consumer.position(topic);
        return consumer;
    }

    @Override
    public void close() {
        admin.close();
    }
}
