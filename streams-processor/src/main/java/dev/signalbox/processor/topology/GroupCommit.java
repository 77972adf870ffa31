package dev.signalbox.processor.topology;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/// Commits as soon as nothing more waits to be decided, and lets an idle thread sleep.
///
/// A stream thread looks at its commit timer only between two polls, so a short latency would need a `poll.ms` as
/// short as the commit interval, and an idle thread would spin. Instead the main consumer does not wait while
/// something was decided and not committed: it takes what has arrived meanwhile, and when nothing has, it asks for
/// the commit. Under load the commit interval bounds how much one transaction holds. When nothing has come for a
/// moment it waits longer than it is told: a record ends the wait at once, and there is nothing else to look after.
public final class GroupCommit implements KafkaClientSupplier {
    private static final long IDLE_AFTER_NANOS = 200_000_000;
    private static final Duration IDLE = Duration.ofSeconds(1);

    private final ThreadLocal<Set<ProcessingContext>> decided = ThreadLocal.withInitial(LinkedHashSet::new);

    /// Called on the stream thread: the task of this context has something that others wait for.
    public void want(ProcessingContext context) {
        decided.get().add(context);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()) {
            private long newestNanos;

            @Override
            public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                Set<ProcessingContext> waiting = decided.get();
                if (waiting.isEmpty()) {
                    return noted(super.poll(idle() && timeout.isPositive() ? IDLE : timeout));
                }
                ConsumerRecords<byte[], byte[]> records = noted(super.poll(Duration.ZERO));
                if (records.isEmpty()) {
                    waiting.forEach(ProcessingContext::commit);
                    waiting.clear();
                }
                return records;
            }

            private ConsumerRecords<byte[], byte[]> noted(ConsumerRecords<byte[], byte[]> records) {
                if (!records.isEmpty()) {
                    newestNanos = System.nanoTime();
                }
                return records;
            }

            // Not while it starts, or while stores are restored: then the thread has more to do than to wait.
            private boolean idle() {
                return newestNanos != 0 && System.nanoTime() - newestNanos > IDLE_AFTER_NANOS && paused().isEmpty();
            }
        };
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return getRestoreConsumer(config);
    }
}
