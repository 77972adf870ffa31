package dev.signalbox.processor.topology;

import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/// What of the settings decides how soon a decision is committed. Apart from the others, so that a measurement can run
/// a bare hop with exactly these; both need [GroupCommit] beside them.
public final class Timing {
    private Timing() {}

    public static void addTo(Properties properties) {
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        // The upper bound of a transaction under load; GroupCommit commits earlier whenever nothing more waits, and
        // keeps an idle thread in a long poll.
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 10);
        properties.put(StreamsConfig.POLL_MS_CONFIG, 100);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG), 1);
        // A transaction's records wait for its commit, which flushes them all in one request. Sent one by one they
        // would be read no sooner, and each partition that the transaction has not met would be added by a request of
        // its own.
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 100);
    }
}
