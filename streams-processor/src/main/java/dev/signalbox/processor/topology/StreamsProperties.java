package dev.signalbox.processor.topology;

import dev.signalbox.processor.settings.Membership;
import dev.signalbox.processor.settings.ProcessorSettings;
import dev.signalbox.schemas.topic.Topics;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/// Kafka Streams as it must be set for decisions to be exactly once, quick, and quick to come back.
final class StreamsProperties {
    /// Begins as the topics do, so that one prefixed right covers the changelogs too.
    static final String APPLICATION = "signalbox.processor";

    private StreamsProperties() {}

    static Properties of(ProcessorSettings settings, Membership membership) {
        var properties = new Properties();
        properties.putAll(membership.client());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
        properties.put(
                StreamsConfig.STATE_DIR_CONFIG,
                membership.home().resolve("streams").toString());
        Timing.addTo(properties);
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.processorThreads());
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbyReplicas());
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.replicationFactor());
        properties.put(
                StreamsConfig.topicPrefix("min.insync.replicas"), Integer.toString(settings.minInsyncReplicas()));
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedMemory.class);
        properties.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, AppendTime.class);
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
        properties.put(StreamsConfig.LOG_SUMMARY_INTERVAL_MS_CONFIG, 0);
        consumer(properties, membership.instance());
        producer(properties);
        return properties;
    }

    private static void consumer(Properties properties, String instance) {
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instance);
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 1_000);
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000);
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    }

    private static void producer(Properties properties) {
        // Readers of decided topics wait at most this long, and a sweep, for a transaction that a killed processor
        // left.
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 3_000);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), Topics.MAX_RECORD_BYTES);
    }
}
