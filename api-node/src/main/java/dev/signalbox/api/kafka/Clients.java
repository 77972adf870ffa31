package dev.signalbox.api.kafka;

import dev.signalbox.schemas.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Makes this node's Kafka clients. None of them joins a group or commits an offset.
final class Clients {
    private final Map<String, Object> base;
    private final String node;
    private final AtomicInteger count = new AtomicInteger();

    /// @param base what every client starts from: servers, security
    /// @param node a name that no other node in this JVM has
    Clients(Map<String, Object> base, String node) {
        this.base = Map.copyOf(base);
        this.node = node;
    }

    /// One whose partitions stay the same: it may wait long for a record, which ends the wait at once.
    KafkaConsumer<byte[], byte[]> tail(String role, int fetchBytes, int maxRecords) {
        return consumer(role, true, fetchBytes, maxRecords, Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 5_000));
    }

    /// One that is sent from place to place: a fetch that waits for records at its last place would hold up the
    /// first one at the next.
    ///
    /// @param committed whether records of open and aborted transactions are left out
    /// @param fetchBytes how much one fetch brings at most
    KafkaConsumer<byte[], byte[]> roaming(String role, boolean committed, int fetchBytes, int maxRecords) {
        return consumer(role, committed, fetchBytes, maxRecords, Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 5));
    }

    /// One that gets further partitions as they are watched, each of which may have to wait for a fetch of the
    /// others.
    KafkaConsumer<byte[], byte[]> growing(String role, boolean committed, int fetchBytes, int maxRecords) {
        return consumer(role, committed, fetchBytes, maxRecords, Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100));
    }

    private KafkaConsumer<byte[], byte[]> consumer(
            String role, boolean committed, int fetchBytes, int maxRecords, Map<String, Object> more) {
        Map<String, Object> config = config(role);
        config.putAll(more);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, committed ? "read_committed" : "read_uncommitted");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, fetchBytes);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Math.min(fetchBytes, 2 * 1024 * 1024));
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxRecords);
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        config.put(ConsumerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, 3_000);
        config.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    KafkaProducer<byte[], byte[]> producer(String role) {
        Map<String, Object> config = config(role);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 9_000);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 3_000);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 16L * 1024 * 1024);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_RECORD_BYTES);
        config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    Admin admin() {
        Map<String, Object> config = config("admin");
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 3_000);
        config.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        return Admin.create(config);
    }

    static void close(KafkaConsumer<?, ?> consumer) {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }

    /// Waits for a thread that was told to end; interrupts one that does not listen.
    static void end(Thread thread) {
        try {
            if (!thread.join(Duration.ofSeconds(3))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, Object> config(String role) {
        Map<String, Object> config = new HashMap<>(base);
        config.put("client.id", "api-" + node + "-" + role + "-" + count.incrementAndGet());
        return config;
    }
}
