package dev.signalbox.api.kafka;

import dev.signalbox.api.core.view.Views;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.StateRecord;
import dev.signalbox.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Folds `state` into the views, from its beginning on. It is ready once it has passed what stood in the log when
/// it began; an open transaction counts as standing there. Where it must begin anew, it is not ready until it has
/// passed that again.
final class StateFold extends TailThread {
    private static final Logger log = LoggerFactory.getLogger(StateFold.class);

    private final Admin admin;
    private final Views views;
    private final LongAdder poison;
    private final Map<TopicPartition, Long> targets = new HashMap<>();
    private final Map<TopicPartition, String> newest = new HashMap<>();
    private volatile boolean ready;
    private volatile String progress = "state: not read yet";

    StateFold(
            Supplier<KafkaConsumer<byte[], byte[]>> consumers, Admin admin, Link link, Views views, LongAdder poison) {
        super("api-state", Topics.STATE.name(), link, consumers);
        this.admin = admin;
        this.views = views;
        this.poison = poison;
    }

    /// Why the views cannot be asked yet, empty when they can.
    String problem() {
        return ready ? "" : progress;
    }

    @Override
    void begin(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> positions)
            throws InterruptedException {
        var specs = new HashMap<TopicPartition, OffsetSpec>();
        consumer.assignment().forEach(partition -> specs.put(partition, OffsetSpec.latest()));
        try {
            admin.listOffsets(specs).all().get().forEach((partition, end) -> targets.put(partition, end.offset()));
        } catch (ExecutionException e) {
            throw new org.apache.kafka.common.KafkaException("cannot list offsets", e.getCause());
        }
        consumer.seekToBeginning(consumer.assignment());
        positions.forEach(consumer::seek);
    }

    @Override
    void displaced() {
        ready = false;
    }

    @Override
    void take(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        newest.put(new TopicPartition(record.topic(), record.partition()), key.split("/", 2)[0]);
        try {
            if (record.value() == null) {
                remove(key, record);
                return;
            }
            StateRecord state = Json.decode(record.value(), StateRecord.class);
            if (!state.key().equals(key)) {
                throw new IllegalArgumentException("the key is not that of the value");
            }
            views.apply(state, record.value());
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
    void polled(KafkaConsumer<byte[], byte[]> consumer) {
        // The records of a decision are committed at once and stand behind each other: only the newest one of a
        // partition of which there is more may be cut in two, by how much a poll or a fetch brings.
        Set<String> cut = new HashSet<>();
        newest.forEach((partition, namespace) -> {
            if (consumer.currentLag(partition).orElse(1) > 0) {
                cut.add(namespace);
            }
        });
        views.whole(namespace -> !cut.contains(namespace));
        if (ready) {
            return;
        }
        long left = 0;
        for (var target : targets.entrySet()) {
            left += Math.max(0, target.getValue() - consumer.position(target.getKey()));
        }
        progress = "state: " + left + " records are still to be read";
        if (left == 0) {
            ready = true;
            log.atInfo().log("state: read");
        }
    }

    private void remove(String key, ConsumerRecord<byte[], byte[]> record) {
        String[] parts = key.split("/", 3);
        Optional<EntityType> type = parts.length < 3
                ? Optional.empty()
                : Arrays.stream(EntityType.values())
                        .filter(t -> t.wireName().equals(parts[1]))
                        .findFirst();
        if (type.isEmpty()) {
            throw new IllegalArgumentException("the key of a tombstone names no entity");
        }
        Header by = record.headers().lastHeader(StateRecord.DELETED_BY);
        long n = by != null && by.value() != null && by.value().length == Long.BYTES
                ? ByteBuffer.wrap(by.value()).getLong()
                : 0;
        views.remove(parts[0], new EntityRef(type.get(), parts[2]), n);
    }
}
