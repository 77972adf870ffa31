package dev.signalbox.processor.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.broker.EmbeddedBroker;
import dev.signalbox.processor.metrics.ProcessorMetrics;
import dev.signalbox.processor.provisioner.HostTopics;
import dev.signalbox.processor.provisioner.Provisioner;
import dev.signalbox.processor.settings.ProcessorSettings;
import dev.signalbox.processor.settings.TestSettings;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.directive.DirectiveRecord;
import dev.signalbox.schemas.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With real topics, and a producer that fails as it is told.
class DeliveryTest {
    private static final TopicPartition OUT = new TopicPartition(Topics.DIRECTIVES_OUT.name(), 0);

    @TempDir
    private Path directory;

    private final String a = Ids.HOST.mint();
    private final String b = Ids.HOST.mint();
    private final Failing producer = new Failing();

    @Test
    void nothing_overtakes_a_directive_that_is_sent_again() {
        try (EmbeddedBroker kafka = EmbeddedBroker.start(directory.resolve("kafka"));
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            var provisioner = new Provisioner(admin, settings(kafka));
            var delivery = delivery(provisioner);
            var records = List.of(record(0, a), record(1, b), record(2, a), record(3, b), record(4, a));

            producer.fail = records.get(0).value();
            assertThat(delivery.deliver(records)).isEqualTo(Map.of(OUT, 0L));
            assertThat(sent(a)).isEmpty();
            assertThat(sent(b)).containsExactly(1L, 3L);

            producer.fail = records.get(2).value();
            assertThat(delivery.deliver(records)).isEqualTo(Map.of(OUT, 2L));
            assertThat(sent(a)).containsExactly(0L);

            assertThat(delivery.deliver(records.subList(2, 5))).isEmpty();
            assertThat(sent(a)).containsExactly(0L, 2L, 4L);
        }
    }

    @Test
    void a_host_that_cannot_be_written_to_is_left_for_a_while_and_holds_up_no_other() {
        try (EmbeddedBroker kafka = EmbeddedBroker.start(directory.resolve("kafka"));
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            var delivery = delivery(new Provisioner(admin, settings(kafka)));
            producer.why = new TopicAuthorizationException("not allowed");
            producer.fail = record(0, a).value();

            assertThat(delivery.deliver(List.of(record(0, a), record(1, b)))).isEmpty();
            assertThat(delivery.deliver(List.of(record(2, a), record(3, b)))).isEmpty();

            assertThat(sent(a)).as("its gap is told by the host").isEmpty();
            assertThat(sent(b)).containsExactly(1L, 3L);
        }
    }

    private Delivery delivery(Provisioner provisioner) {
        return new Delivery(
                new HostTopics(provisioner), provisioner, new ProcessorMetrics(new SimpleMeterRegistry()), producer);
    }

    private ProcessorSettings settings(EmbeddedBroker kafka) {
        return TestSettings.of(kafka.bootstrapServers(), directory.resolve("data"), 1);
    }

    /// The offsets of what a host was sent.
    private List<Long> sent(String host) {
        return producer.history().stream()
                .filter(record -> record.topic().equals(Topics.directives(host).name()))
                .map(record -> List.of(0L, 1L, 2L, 3L, 4L).stream()
                        .filter(offset -> Arrays.equals(record(offset, host).value(), record.value()))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, String host) {
        var directive = new DirectiveRecord(
                "default", host, offset, Instant.EPOCH, null, new Directive.TakeInventory("directive " + offset));
        return new ConsumerRecord<>(OUT.topic(), OUT.partition(), offset, null, Json.encode(directive));
    }

    /// Does not get one value through, once.
    private static final class Failing extends MockProducer<byte[], byte[]> {
        private byte[] fail = new byte[0];
        private RuntimeException why = new TimeoutException("the leader is away");

        Failing() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
            if (Arrays.equals(record.value(), fail)) {
                fail = new byte[0];
                return CompletableFuture.failedFuture(why);
            }
            return super.send(record);
        }
    }
}
