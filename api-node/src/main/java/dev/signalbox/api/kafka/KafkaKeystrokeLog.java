package dev.signalbox.api.kafka;

import dev.signalbox.api.core.gateway.KeystrokeLog;
import dev.signalbox.schemas.output.Keystrokes;
import dev.signalbox.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/// Writes keystrokes to the topic of the session's host.
final class KafkaKeystrokeLog implements KeystrokeLog {
    private final Producer<byte[], byte[]> producer;

    KafkaKeystrokeLog(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    @Override
    public CompletableFuture<Void> append(String hostId, Keystrokes keystrokes) {
        var result = new CompletableFuture<Void>();
        var record = new ProducerRecord<>(
                Topics.keystrokes(hostId).name(),
                0,
                keystrokes.sessionId().getBytes(StandardCharsets.UTF_8),
                keystrokes.bytes());
        keystrokes.headers().forEach((name, value) -> record.headers().add(name, value));
        try {
            producer.send(record, (_, failure) -> {
                if (failure == null) {
                    result.complete(null);
                } else {
                    result.completeExceptionally(failure);
                }
            });
        } catch (KafkaException e) {
            result.completeExceptionally(e);
        }
        return result;
    }
}
