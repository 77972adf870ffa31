package dev.signalbox.api.kafka;

import dev.signalbox.api.core.feed.LogEntry;
import dev.signalbox.api.core.feed.LogPartition;
import dev.signalbox.api.core.feed.PartitionTail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One consumer for all partitions that somebody watches, and none for the others. Where a partition ends is asked
/// beside the loop, so that one that does not answer holds up nobody.
final class Tails<T> implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Tails.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long RETRY_NANOS = 500_000_000L;
    private static final Duration BACKOFF = Duration.ofMillis(500);
    private static final long LINGER_NANOS = 10_000_000_000L;
    private static final long KEEP = 1024 * 1024;

    private final Admin admin;
    private final IsolationLevel isolation;
    private final Supplier<KafkaConsumer<byte[], byte[]>> consumers;
    private final Decoder<T> decoder;
    private final Thread thread;
    private final Map<LogPartition, Watched<T>> watched = new HashMap<>();
    private volatile boolean closed;
    private volatile KafkaConsumer<byte[], byte[]> current;

    private static final class Watched<T> {
        final PartitionTail<T> tail = new PartitionTail<>(KEEP);
        int watchers;
        long unwatchedSince;
        boolean assigned;
        boolean asking;
        long askAt;
        long end = -1;
    }

    @SuppressWarnings("NullAway.Init")
    Tails(
            String name,
            Admin admin,
            IsolationLevel isolation,
            Supplier<KafkaConsumer<byte[], byte[]>> consumers,
            Decoder<T> decoder) {
        this.admin = admin;
        this.isolation = isolation;
        this.consumers = consumers;
        this.decoder = decoder;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    PartitionTail<T> watch(LogPartition partition) {
        Watched<T> here;
        synchronized (watched) {
            here = watched.computeIfAbsent(partition, _ -> new Watched<>());
            here.watchers++;
            watched.notifyAll();
        }
        wake();
        return here.tail;
    }

    void release(LogPartition partition) {
        synchronized (watched) {
            var here = watched.get(partition);
            if (here != null && --here.watchers == 0) {
                here.unwatchedSince = System.nanoTime();
            }
        }
    }

    /// How many partitions are read.
    int size() {
        synchronized (watched) {
            return watched.size();
        }
    }

    @Override
    public void close() {
        closed = true;
        synchronized (watched) {
            watched.notifyAll();
        }
        wake();
        Clients.end(thread);
    }

    private void wake() {
        var consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    /// A failure may last, that to make a client too: then it is tried again, but not at once.
    private void run() {
        while (!closed) {
            try {
                read();
            } catch (InterruptedException | InterruptException | WakeupException e) {
                // Either closed, or to be looked at again.
            } catch (RuntimeException e) {
                log.atWarn().log("a tail starts again: {}", e.getMessage());
                pause();
            }
        }
    }

    private void read() throws InterruptedException {
        KafkaConsumer<byte[], byte[]> consumer = consumers.get();
        try {
            current = consumer;
            while (!closed) {
                turn(consumer);
            }
        } finally {
            stopAll();
            Clients.close(consumer);
        }
    }

    private void pause() {
        long end = System.nanoTime() + BACKOFF.toNanos();
        synchronized (watched) {
            for (long left = BACKOFF.toMillis(); left > 0 && !closed; left = (end - System.nanoTime()) / 1_000_000) {
                try {
                    watched.wait(left);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }

    private void turn(KafkaConsumer<byte[], byte[]> consumer) throws InterruptedException {
        boolean any;
        try {
            any = assign(consumer);
        } catch (WakeupException e) {
            return;
        }
        if (!any) {
            synchronized (watched) {
                if (watched.isEmpty() && !closed) {
                    watched.wait();
                } else if (!closed) {
                    watched.wait(20);
                }
            }
            return;
        }
        ConsumerRecords<byte[], byte[]> records;
        try {
            records = consumer.poll(POLL);
        } catch (WakeupException e) {
            return;
        } catch (OffsetOutOfRangeException e) {
            e.partitions().forEach(this::stop);
            return;
        }
        for (TopicPartition partition : records.partitions()) {
            List<LogEntry<T>> entries = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                LogEntry<T> entry = decoder.decode(record);
                if (entry != null) {
                    entries.add(entry);
                }
            }
            Watched<T> here;
            synchronized (watched) {
                here = watched.get(new LogPartition(partition.topic(), partition.partition()));
            }
            if (here != null) {
                here.tail.deliver(entries, consumer.position(partition));
            }
        }
    }

    /// Brings the assignment in line with what is watched; false when there is nothing to read.
    private boolean assign(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> wanted = new ArrayList<>();
        List<Runnable> opens = new ArrayList<>();
        boolean changed = false;
        long now = System.nanoTime();
        synchronized (watched) {
            var all = watched.entrySet().iterator();
            while (all.hasNext()) {
                var entry = all.next();
                Watched<T> here = entry.getValue();
                var partition = new TopicPartition(
                        entry.getKey().topic(), entry.getKey().partition());
                if (here.watchers == 0 && now - here.unwatchedSince > LINGER_NANOS) {
                    all.remove();
                    changed |= here.assigned;
                    here.tail.close();
                    continue;
                }
                if (here.assigned) {
                    wanted.add(partition);
                } else if (here.end >= 0) {
                    wanted.add(partition);
                    long end = here.end;
                    here.assigned = true;
                    here.end = -1;
                    changed = true;
                    opens.add(() -> {
                        consumer.seek(partition, end);
                        here.tail.open(end);
                    });
                } else if (!here.asking && now >= here.askAt) {
                    here.asking = true;
                    ask(partition, here);
                }
            }
        }
        if (changed || !Set.copyOf(wanted).equals(consumer.assignment())) {
            consumer.assign(wanted);
        }
        opens.forEach(Runnable::run);
        return !wanted.isEmpty();
    }

    private void ask(TopicPartition partition, Watched<T> here) {
        admin.listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
                .partitionResult(partition)
                .whenComplete((end, failure) -> {
                    synchronized (watched) {
                        here.asking = false;
                        if (failure == null) {
                            here.end = end.offset();
                        } else {
                            here.askAt = System.nanoTime() + RETRY_NANOS;
                        }
                        watched.notifyAll();
                    }
                    wake();
                });
    }

    private void stop(TopicPartition partition) {
        synchronized (watched) {
            var here = watched.get(new LogPartition(partition.topic(), partition.partition()));
            if (here != null) {
                here.assigned = false;
                here.tail.close();
            }
        }
    }

    private void stopAll() {
        synchronized (watched) {
            watched.values().forEach(here -> {
                here.assigned = false;
                here.tail.close();
            });
        }
    }
}
