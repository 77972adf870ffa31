package dev.signalbox.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.processor.settings.Membership;
import dev.signalbox.processor.settings.TestSettings;
import dev.signalbox.schemas.topic.Topics;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

/// What exactly-once, latency and a quick return rest on.
class StreamsPropertiesTest {
    private final Properties properties = StreamsProperties.of(
            TestSettings.of("127.0.0.1:9092", Path.of("data"), 4),
            new Membership("processor-1", Path.of("data"), Map.of("bootstrap.servers", "127.0.0.1:9092")));
    private final StreamsConfig config = new StreamsConfig(properties);

    @Test
    void decisions_are_exactly_once_and_uncached() {
        assertThat(config.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG))
                .isEqualTo(StreamsConfig.EXACTLY_ONCE_V2);
        assertThat(config.getLong(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG))
                .isZero();
        assertThat(config.getBoolean(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG))
                .isTrue();
        assertThat(config.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG)).isEqualTo(10);
    }

    @Test
    void the_consumer_is_the_same_member_after_a_restart() {
        Map<String, Object> consumer = config.getMainConsumerConfigs("group", "client", 1);

        assertThat(consumer)
                .containsEntry("group.instance.id", "processor-1-1")
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("session.timeout.ms", 6_000)
                .containsEntry("heartbeat.interval.ms", 1_000);
    }

    @Test
    void an_abandoned_transaction_blocks_readers_briefly() {
        assertThat(config.getProducerConfigs("client")).containsEntry("transaction.timeout.ms", 3_000);
    }

    @Test
    void what_a_topic_takes_can_be_sent() {
        assertThat(config.getProducerConfigs("client")).containsEntry("max.request.size", Topics.MAX_RECORD_BYTES);
        assertThat(Topics.fixed())
                .allSatisfy(topic -> assertThat(topic.config())
                        .containsEntry("max.message.bytes", Integer.toString(Topics.MAX_RECORD_BYTES)));
    }

    @Test
    void the_records_of_a_transaction_wait_for_its_commit_and_go_in_one_request() {
        assertThat(config.getProducerConfigs("client")).containsEntry("linger.ms", 100);
    }
}
