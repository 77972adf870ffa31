package dev.signalbox.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.signalbox.broker.BrokerOptions;
import dev.signalbox.broker.EmbeddedBroker;
import dev.signalbox.processor.settings.TestSettings;
import dev.signalbox.processor.topology.CountingDecisions;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.topic.Partitions;
import dev.signalbox.schemas.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Hosts with users of their own, on a broker that lets nobody do what nobody allowed.
class HostRightsTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String MODULE = "org.apache.kafka.common.security.plain.PlainLoginModule required";

    @TempDir
    private Path directory;

    private EmbeddedBroker kafka;
    private Processor processor;
    private final String a = Ids.HOST.mint();
    private final String b = Ids.HOST.mint();

    @BeforeEach
    void begin() throws Exception {
        String users = " user_admin=\"s\" user_host-a=\"s\" user_host-b=\"s\";";
        kafka = EmbeddedBroker.start(BrokerOptions.in(directory.resolve("kafka"))
                .with(Map.of(
                        "listener.security.protocol.map", "CLIENT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                        "sasl.enabled.mechanisms", "PLAIN",
                        "sasl.mechanism.inter.broker.protocol", "PLAIN",
                        "listener.name.client.plain.sasl.jaas.config",
                                MODULE + " username=\"admin\" password=\"s\"" + users,
                        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        "super.users", "User:admin;User:ANONYMOUS")));
        Path properties = directory.resolve("kafka.properties");
        Files.write(
                properties,
                access("admin").entrySet().stream()
                        .map(one -> one.getKey() + "=" + one.getValue())
                        .toList());
        var settings = TestSettings.of(
                kafka.bootstrapServers(),
                directory.resolve("data"),
                2,
                Map.of("kafka-properties", properties.toString(), "keep-removed-hosts", "8s"));
        processor = new Processor(settings, new CountingDecisions(), new SimpleMeterRegistry());
        processor.start();
        await().atMost(SOON).until(() -> processor.health().ready());
    }

    @AfterEach
    void end() {
        processor.close();
        kafka.close();
    }

    private Map<String, Object> access(String user) {
        return Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                MODULE + " username=\"%s\" password=\"s\";".formatted(user));
    }

    private void send(Command command) throws Exception {
        var record = Wire.command("default", command);
        write("admin", Topics.COMMANDS.name(), Partitions.of("default", 2), Json.encode(record));
    }

    private void write(String user, String topic, int partition, byte[] value) throws Exception {
        var config = new HashMap<>(access(user));
        config.put("max.block.ms", 5_000);
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, partition, "default".getBytes(StandardCharsets.UTF_8), value))
                    .get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /// From the beginning, one fetch.
    private void read(String user, String topic) {
        var config = new HashMap<>(access(user));
        config.put("default.api.timeout.ms", 5_000);
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            consumer.position(partition);
            consumer.poll(Duration.ofMillis(500));
        }
    }

    private void may(String user, String hostId) throws Exception {
        read(user, Topics.directives(hostId).name());
        read(user, Topics.keystrokes(hostId).name());
        write(user, Topics.output(hostId).name(), 0, new byte[1]);
        read(user, Topics.output(hostId).name());
    }

    private void mayNot(String user, String hostId) {
        for (String topic : List.of(
                Topics.directives(hostId).name(),
                Topics.keystrokes(hostId).name(),
                Topics.output(hostId).name())) {
            assertThatThrownBy(() -> read(user, topic)).isInstanceOf(TopicAuthorizationException.class);
            assertThatThrownBy(() -> write(user, topic, 0, new byte[1]))
                    .isInstanceOf(TopicAuthorizationException.class);
        }
    }

    @Test
    void a_host_has_the_rights_that_it_needs_no_others_and_none_once_it_was_removed() throws Exception {
        send(new Command.JoinHost(a, "a", "key", null, Map.of()));
        send(new Command.JoinHost(b, "b", "key", null, Map.of()));
        await().atMost(SOON).ignoreExceptions().untilAsserted(() -> {
            may("host-a", a);
            may("host-b", b);
        });

        mayNot("host-a", b);
        mayNot("host-b", a);
        write("host-a", Topics.REPORTS.name(), 0, new byte[1]);
        assertThatThrownBy(() -> write("host-a", Topics.directives(a).name(), 0, new byte[1]))
                .isInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> write("host-a", Topics.COMMANDS.name(), 0, new byte[1]))
                .isInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> read("host-a", Topics.STATE.name())).isInstanceOf(TopicAuthorizationException.class);

        send(new Command.RemoveHost(a, true));

        await().atMost(SOON).untilAsserted(() -> mayNot("host-a", a));
        await().atMost(SOON)
                .untilAsserted(() -> assertThatThrownBy(() -> write("host-a", Topics.REPORTS.name(), 0, new byte[1]))
                        .isInstanceOf(TopicAuthorizationException.class));
        may("host-b", b);
        try (Admin admin = Admin.create(access("admin"))) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(admin.listTopics().names().get())
                            .contains(Topics.output(b).name())
                            .doesNotContain(
                                    Topics.output(a).name(),
                                    Topics.directives(a).name(),
                                    Topics.keystrokes(a).name()));
        }
    }
}
