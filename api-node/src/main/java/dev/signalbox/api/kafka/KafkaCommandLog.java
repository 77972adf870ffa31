package dev.signalbox.api.kafka;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.gateway.CommandLog;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.topic.Partitions;
import dev.signalbox.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/// Writes commands: idempotent, acknowledged by all, given up after ten seconds with an unknown result.
final class KafkaCommandLog implements CommandLog {
    private static final int MAX_RECORD = 1024 * 1024;

    private final Producer<byte[], byte[]> producer;
    private final Link link;
    private final Supplier<String> outcomes;

    /// @param outcomes why outcomes cannot be awaited yet, empty when they can
    KafkaCommandLog(Producer<byte[], byte[]> producer, Link link, Supplier<String> outcomes) {
        this.producer = producer;
        this.link = link;
        this.outcomes = outcomes;
    }

    @Override
    public CompletableFuture<Void> append(CommandRecord record) {
        byte[] value = Json.encode(record);
        if (value.length > MAX_RECORD) {
            throw Refusal.of(ErrorCode.TOO_LARGE, "the command is larger than " + MAX_RECORD + " bytes")
                    .asException();
        }
        var result = new CompletableFuture<Void>();
        int partition = Partitions.of(record.namespace(), link.partitions());
        byte[] key = record.namespace().getBytes(StandardCharsets.UTF_8);
        try {
            producer.send(new ProducerRecord<>(Topics.COMMANDS.name(), partition, key, value), (_, failure) -> {
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

    @Override
    public String unreachable() {
        return link.problem().isEmpty() ? outcomes.get() : link.problem();
    }
}
