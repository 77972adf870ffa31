package dev.signalbox.host.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads one of this host's own topics on a thread of its own, record by record, and never gives up: while the log is
/// away it waits.
public final class TopicReader implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TopicReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofMillis(500);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final Handler handler;
    private final CompletableFuture<Void> positioned = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean closed;

    /// What is done with records.
    public interface Handler {
        void record(ConsumerRecord<byte[], byte[]> record) throws InterruptedException;

        /// All records that were there have been given.
        default void batchDone(long nextOffset) {}

        /// The position was older than what is retained; reading goes on with the oldest record.
        default void skipped() {}
    }

    /// @param from offset to begin with; null: behind the newest record
    public TopicReader(KafkaClients clients, String topic, @Nullable Long from, Handler handler) {
        this.consumer = clients.consumer(topic);
        this.partition = new TopicPartition(topic, 0);
        this.handler = handler;
        consumer.assign(List.of(partition));
        this.thread = Thread.ofPlatform().daemon().name("read-" + topic).start(() -> run(from));
    }

    /// Completes once the position is known: what is written from then on is read.
    public CompletableFuture<Void> positioned() {
        return positioned;
    }

    /// Looks a header up, for the vocabulary's own readers.
    public static Function<String, byte @Nullable []> headers(ConsumerRecord<byte[], byte[]> record) {
        return name -> {
            Header header = record.headers().lastHeader(name);
            return header == null ? null : header.value();
        };
    }

    public static String key(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    }

    private void run(@Nullable Long from) {
        try {
            boolean placed = false;
            while (!closed) {
                try {
                    if (!placed) {
                        place(from);
                        placed = true;
                        positioned.complete(null);
                    }
                    pollOnce();
                } catch (OffsetOutOfRangeException | NoOffsetForPartitionException _) {
                    consumer.seekToBeginning(List.of(partition));
                    handler.skipped();
                } catch (WakeupException | InterruptException _) {
                    return;
                } catch (RuntimeException | Error e) {
                    log.atWarn()
                            .addKeyValue("topic", partition.topic())
                            .log("reading fails, trying again: {}", e.toString());
                    Thread.sleep(PAUSE);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            // A fetch that waits for news is not waited for.
            consumer.close(CloseOptions.timeout(CLOSE));
        }
    }

    private void place(@Nullable Long from) {
        if (from == null) {
            consumer.seekToEnd(List.of(partition));
            consumer.position(partition);
        } else {
            long oldest = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
            if (from < oldest && from > 0) {
                handler.skipped();
            }
            consumer.seek(partition, Math.max(from, oldest));
        }
    }

    private void pollOnce() throws InterruptedException {
        var records = consumer.poll(POLL);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            handle(record);
        }
        if (!records.isEmpty()) {
            handler.batchDone(consumer.position(partition));
        }
    }

    /// A record that cannot be handled does not keep back those behind it.
    private void handle(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        try {
            handler.record(record);
        } catch (RuntimeException | Error e) {
            log.atError()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("offset", record.offset())
                    .log("a record could not be handled: {}", e.toString());
        }
    }

    /// Whether it still works.
    public boolean alive() {
        return thread.isAlive();
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        consumer.wakeup();
        thread.join(3_000);
        thread.interrupt();
    }
}
