package dev.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
    private static final String TOPIC = "letters";

    @TempDir
    Path directory;

    @Test
    void what_is_produced_is_consumed() throws Exception {
        try (var broker = EmbeddedBroker.start(directory)) {
            createTopic(broker.bootstrapServers());

            produce(broker.bootstrapServers(), "a", "b");

            assertThat(consume(broker.bootstrapServers(), 2)).containsExactly("a", "b");
        }
    }

    @Test
    void a_transaction_is_of_version_two() throws Exception {
        try (var broker = EmbeddedBroker.start(directory);
                var admin = admin(broker.bootstrapServers())) {
            var finalized = admin.describeFeatures().featureMetadata().get().finalizedFeatures();

            assertThat(finalized.get("transaction.version").maxVersionLevel()).isEqualTo((short) 2);
            assertThat(finalized).containsKeys("metadata.version", "group.version", "streams.version");
        }
    }

    @Test
    void a_restart_on_another_port_keeps_cluster_topics_and_records() throws Exception {
        String cluster;
        try (var first = EmbeddedBroker.start(directory)) {
            createTopic(first.bootstrapServers());
            produce(first.bootstrapServers(), "kept");
            cluster = clusterId(first.bootstrapServers());
        }

        try (var second = EmbeddedBroker.start(directory)) {
            assertThat(clusterId(second.bootstrapServers())).isEqualTo(cluster);
            assertThat(consume(second.bootstrapServers(), 1)).containsExactly("kept");
        }
    }

    @Test
    void a_killed_broker_starts_again_with_what_it_had_acknowledged() throws Exception {
        Process process = BrokerInAnotherJvm.start(directory);
        try (BufferedReader lines = process.inputReader()) {
            String servers = lines.readLine();
            createTopic(servers);
            produce(servers, "acknowledged");
        } finally {
            process.destroyForcibly().waitFor();
        }

        try (var broker = EmbeddedBroker.start(directory)) {
            assertThat(consume(broker.bootstrapServers(), 1)).containsExactly("acknowledged");
        }
    }

    @Test
    void a_port_that_is_taken_is_named() {
        try (var first = EmbeddedBroker.start(directory.resolve("one"))) {
            var sameport = BrokerOptions.in(directory.resolve("two")).onPort(first.port());

            assertThatThrownBy(() -> EmbeddedBroker.start(sameport))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(Integer.toString(first.port()));
        }
    }

    @Test
    void an_unknown_topic_is_not_created_by_asking_for_it() throws Exception {
        try (var broker = EmbeddedBroker.start(directory);
                var admin = admin(broker.bootstrapServers());
                var producer = producer(broker.bootstrapServers(), Map.of("max.block.ms", "300"))) {
            assertThatThrownBy(
                    () -> producer.send(new ProducerRecord<>("nowhere", "x")).get());

            assertThat(admin.listTopics().names().get()).isEmpty();
        }
    }

    private static void createTopic(String servers) throws Exception {
        try (var admin = admin(servers)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
    }

    private static void produce(String servers, String... values) throws Exception {
        try (var producer = producer(servers, Map.of())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(TOPIC, value)).get();
            }
        }
    }

    private static List<String> consume(String servers, int count) {
        var values = new ArrayList<String>();
        Map<String, Object> config = Map.of("bootstrap.servers", servers, "auto.offset.reset", "none");
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            var partition = new TopicPartition(TOPIC, 0);
            consumer.assign(List.of(partition));
            consumer.seek(partition, 0);
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
                assertThat(values).hasSize(count);
            });
        }
        return values;
    }

    private static String clusterId(String servers) throws Exception {
        try (var admin = admin(servers)) {
            return admin.describeCluster().clusterId().get();
        }
    }

    private static Admin admin(String servers) {
        return Admin.create(Map.of("bootstrap.servers", servers));
    }

    private static KafkaProducer<String, String> producer(String servers, Map<String, String> more) {
        var config = new HashMap<String, Object>(more);
        config.put("bootstrap.servers", servers);
        config.put("acks", "all");
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }
}
