package dev.signalbox.api.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads all partitions of one topic for as long as the node runs. It waits for the topic to be there, and after a
/// failure it goes on where it was, in each partition.
abstract class TailThread implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TailThread.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long BACKOFF_MILLIS = 300;

    private final String topic;
    private final Link link;
    private final Supplier<KafkaConsumer<byte[], byte[]>> consumers;
    private final Thread thread;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private volatile boolean closed;
    private volatile KafkaConsumer<byte[], byte[]> current;

    @SuppressWarnings("NullAway.Init")
    TailThread(String name, String topic, Link link, Supplier<KafkaConsumer<byte[], byte[]>> consumers) {
        this.topic = topic;
        this.link = link;
        this.consumers = consumers;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    /// Seeks to where reading begins.
    ///
    /// @param positions where it stopped before a failure, without those partitions that are read anew
    abstract void begin(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> positions)
            throws InterruptedException;

    /// The log no longer has the place where it stopped: it will begin anew in some partitions.
    void displaced() {}

    abstract void take(ConsumerRecord<byte[], byte[]> record);

    /// Called after each poll.
    abstract void polled(KafkaConsumer<byte[], byte[]> consumer);

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        var consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        Clients.end(thread);
    }

    private void run() {
        while (!closed) {
            try {
                if (link.partitions() == 0) {
                    Thread.sleep(50);
                } else {
                    read();
                }
            } catch (InterruptedException | InterruptException | WakeupException e) {
                if (closed) {
                    return;
                }
            } catch (RuntimeException e) {
                log.atWarn().addKeyValue("topic", topic).log("reading starts again: {}", e.getMessage());
                if (e instanceof InvalidOffsetException invalid) {
                    positions.keySet().removeAll(invalid.partitions());
                    displaced();
                }
                try {
                    Thread.sleep(BACKOFF_MILLIS);
                } catch (InterruptedException _) {
                    return;
                }
            }
        }
    }

    private void read() throws InterruptedException {
        KafkaConsumer<byte[], byte[]> consumer = consumers.get();
        try {
            current = consumer;
            List<TopicPartition> partitions = IntStream.range(0, link.partitions())
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList();
            consumer.assign(partitions);
            begin(consumer, Map.copyOf(positions));
            for (TopicPartition partition : partitions) {
                positions.put(partition, consumer.position(partition));
            }
            while (!closed) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    take(record);
                }
                for (TopicPartition partition : records.partitions()) {
                    positions.put(partition, consumer.position(partition));
                }
                polled(consumer);
            }
        } finally {
            Clients.close(consumer);
        }
    }
}
