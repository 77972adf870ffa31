package dev.signalbox.api.stage;

import dev.signalbox.schemas.output.Keystrokes;
import dev.signalbox.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Reads what is typed for a host.
public final class KeystrokesOf implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;

    public KeystrokesOf(SharedKafka.Running kafka, String hostId) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.servers()), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var partition = new TopicPartition(Topics.keystrokes(hostId).name(), 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
    }

    public List<Keystrokes> take(int count) {
        List<Keystrokes> taken = new ArrayList<>();
        long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (taken.size() < count && System.nanoTime() < deadline) {
            for (var record : consumer.poll(Duration.ofMillis(100))) {
                taken.add(Keystrokes.of(
                        new String(record.key(), StandardCharsets.UTF_8),
                        name -> record.headers().lastHeader(name).value(),
                        record.value()));
            }
        }
        return taken;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
