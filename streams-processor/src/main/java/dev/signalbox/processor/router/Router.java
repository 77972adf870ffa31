package dev.signalbox.processor.router;

import dev.signalbox.processor.metrics.ProcessorMetrics;
import dev.signalbox.processor.provisioner.HostTopics;
import dev.signalbox.processor.provisioner.Provisioner;
import dev.signalbox.processor.reading.ReadingLoop;
import dev.signalbox.processor.settings.Membership;
import dev.signalbox.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Copies committed directives to the topics of their hosts, in order and at least once: a position is committed only
/// when every record before it was acknowledged or given up. A host that cannot be written to is skipped, counted and
/// logged, so that it holds up no other; it finds the gap in its sequence and reports it.
public final class Router implements AutoCloseable {
    private static final String GROUP = "signalbox.router";
    private static final long PAUSE_MILLIS = 250;

    private final Delivery delivery;
    private final Producer<byte[], byte[]> producer;
    private final ReadingLoop<byte[], byte[]> loop;

    private Router(Delivery delivery, Producer<byte[], byte[]> producer, Membership membership) {
        this.delivery = delivery;
        this.producer = producer;
        this.loop = ReadingLoop.start("router", () -> consumer(membership), this::on);
    }

    public static Router start(
            HostTopics hosts, Provisioner provisioner, ProcessorMetrics metrics, Membership membership) {
        Map<String, Object> properties = membership.client("router");
        properties.put("acks", "all");
        properties.put("linger.ms", 0);
        properties.put("max.block.ms", 5_000);
        properties.put("request.timeout.ms", 3_000);
        properties.put("delivery.timeout.ms", 5_000);
        properties.put("max.request.size", Topics.MAX_RECORD_BYTES);
        var producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        return new Router(new Delivery(hosts, provisioner, metrics, producer), producer, membership);
    }

    private static Consumer<byte[], byte[]> consumer(Membership membership) {
        Map<String, Object> properties = membership.client("router");
        properties.put("group.id", GROUP);
        properties.put("group.instance.id", membership.instance());
        properties.put("isolation.level", "read_committed");
        properties.put("enable.auto.commit", false);
        properties.put("auto.offset.reset", "earliest");
        properties.put("heartbeat.interval.ms", 1_000);
        properties.put("session.timeout.ms", 6_000);
        var consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(Topics.DIRECTIVES_OUT.name()));
        return consumer;
    }

    /// What keeps it from its work at the moment.
    public Optional<String> trouble() {
        return loop.trouble();
    }

    private void on(Consumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records)
            throws InterruptedException {
        if (records.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> again = delivery.deliver(records);
        again.forEach(consumer::seek);
        consumer.commitAsync();
        if (!again.isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    @Override
    public void close() {
        loop.close();
        producer.close(Duration.ofSeconds(1));
    }
}
