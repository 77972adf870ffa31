package dev.signalbox.api.kafka;

import dev.signalbox.api.core.gateway.OutcomeWaiters;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.topic.Topics;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings outcomes to those who wait. It begins at the end of the log, and no command is written before it has
/// begun.
final class OutcomeTail extends TailThread {
    private static final Logger log = LoggerFactory.getLogger(OutcomeTail.class);

    private final OutcomeWaiters waiters;
    private final LongAdder poison;
    private volatile boolean ready;

    OutcomeTail(Clients clients, Link link, OutcomeWaiters waiters, LongAdder poison) {
        super("api-outcomes", Topics.OUTCOMES.name(), link, () -> clients.tail("outcomes", 4 * 1024 * 1024, 1_000));
        this.waiters = waiters;
        this.poison = poison;
    }

    String problem() {
        return ready ? "" : "outcomes: not read yet";
    }

    @Override
    void begin(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> positions) {
        consumer.seekToEnd(consumer.assignment());
        positions.forEach(consumer::seek);
        // Seeking is lazy: the place must be fixed before the first command.
        consumer.assignment().forEach(consumer::position);
        ready = true;
    }

    @Override
    void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            waiters.arrived(Json.decode(record.value(), Outcome.class));
        } catch (MalformedException | RuntimeException e) {
            poison.increment();
            log.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .log("left out a record that cannot be read: {}", e.getMessage());
        }
    }

    @Override
    void polled(KafkaConsumer<byte[], byte[]> consumer) {}
}
