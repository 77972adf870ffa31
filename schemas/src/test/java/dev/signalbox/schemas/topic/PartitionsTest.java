package dev.signalbox.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The hashes were computed with `org.apache.kafka.common.utils.Utils.murmur2` of kafka-clients 4.3.1.
class PartitionsTest {

    @ParameterizedTest
    @CsvSource({
        "default, -1846287829, 3, 11",
        "a, -1563381124, 0, 12",
        "ab, 316155434, 2, 10",
        "abc, 479470107, 3, 11",
        "abcd, -1323649548, 0, 4",
        "team-shop, 1123786959, 3, 15",
        "team-ops, 1336484009, 1, 9",
        "maria, 1474597647, 3, 15",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx, -1624067103, 1, 1",
        "größe, 588164084, 0, 4",
        "🚂, -2011693287, 1, 9",
        "namespace-0, 1284837281, 1, 1",
        "namespace-1, -822760390, 2, 10",
        "namespace-2, 1196103949, 1, 13"
    })
    void a_namespace_lies_where_kafka_itself_would_put_it(String namespace, int hash, int of4, int of16) {
        assertThat(Partitions.murmur2(namespace.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(hash);
        assertThat(Partitions.of(namespace, 4)).isEqualTo(of4);
        assertThat(Partitions.of(namespace, 16)).isEqualTo(of16);
        assertThat(Partitions.of(namespace, 1)).isZero();
    }

    @Test
    void the_empty_key_has_kafkas_hash_too() {
        assertThat(Partitions.murmur2(new byte[0])).isEqualTo(275646681);
    }

    @Test
    void a_topic_without_partitions_is_a_mistake() {
        assertThatThrownBy(() -> Partitions.of("default", 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
