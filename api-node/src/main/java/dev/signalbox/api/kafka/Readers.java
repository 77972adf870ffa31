package dev.signalbox.api.kafka;

import dev.signalbox.api.core.feed.LogEntry;
import dev.signalbox.api.core.feed.LogPartition;
import dev.signalbox.api.core.feed.LogSource.LogAwayException;
import dev.signalbox.api.core.feed.LogSource.OffsetGoneException;
import dev.signalbox.api.core.feed.LogSource.Slice;
import dev.signalbox.schemas.output.OutputRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/// A few consumers that are lent for one slice each, in the order of asking. A reader never waits for a client:
/// what it reads goes into the client's queue, and it comes back.
final class Readers<T> implements AutoCloseable {
    /// How much of other streams one slice reads through at most, in bytes, before others get their turn, and
    /// before it is asked whether the rest can be passed over.
    private static final long SCAN = 1024 * 1024;

    private static final Duration EMPTY = Duration.ofMillis(250);
    private static final byte[] FENCE = OutputRecord.FENCE_KEY.getBytes(StandardCharsets.UTF_8);

    private final Supplier<KafkaConsumer<byte[], byte[]>> consumers;
    private final Decoder<T> decoder;
    private final Semaphore permits;
    private final Deque<Reader> idle = new ArrayDeque<>();
    private boolean closed;

    /// A consumer and the place it would read next, so that what it has fetched ahead is not thrown away.
    private static final class Reader {
        final KafkaConsumer<byte[], byte[]> consumer;
        TopicPartition partition = new TopicPartition("", -1);
        long position = -1;

        Reader(KafkaConsumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }
    }

    Readers(Supplier<KafkaConsumer<byte[], byte[]>> consumers, Decoder<T> decoder, int max) {
        this.consumers = consumers;
        this.decoder = decoder;
        this.permits = new Semaphore(max, true);
    }

    Slice<T> read(LogPartition partition, long from, String key, long maxBytes, Duration patience)
            throws InterruptedException {
        if (!permits.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new LogAwayException("all readers are busy");
        }
        try {
            var at = new TopicPartition(partition.topic(), partition.partition());
            Reader reader = borrow(at, from);
            boolean sound = false;
            try {
                Slice<T> slice = read(reader, at, from, key.getBytes(StandardCharsets.UTF_8), maxBytes, patience);
                sound = true;
                return slice;
            } catch (OffsetOutOfRangeException e) {
                long begin = reader.consumer.beginningOffsets(List.of(at)).getOrDefault(at, 0L);
                reader.position = -1;
                sound = true;
                throw new OffsetGoneException(begin);
            } catch (InterruptException e) {
                throw new InterruptedException();
            } catch (KafkaException e) {
                throw new LogAwayException(String.valueOf(e.getMessage()));
            } finally {
                giveBack(reader, sound);
            }
        } finally {
            permits.release();
        }
    }

    private Slice<T> read(Reader reader, TopicPartition at, long from, byte[] key, long maxBytes, Duration patience) {
        var consumer = reader.consumer;
        if (!reader.partition.equals(at) || reader.position != from) {
            consumer.assign(List.of(at));
            consumer.seek(at, from);
            reader.partition = at;
        }
        List<LogEntry<T>> entries = new ArrayList<>();
        long own = 0;
        long scanned = 0;
        long next = from;
        boolean spent = false;
        long deadline = System.nanoTime() + Math.min(EMPTY.toNanos(), patience.toNanos());
        while (own < maxBytes && scanned < SCAN && !spent) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofNanos(left));
            for (ConsumerRecord<byte[], byte[]> record : records) {
                scanned += Math.max(1, record.serializedValueSize());
                if (Arrays.equals(record.key(), key) || Arrays.equals(record.key(), FENCE)) {
                    LogEntry<T> entry = decoder.decode(record);
                    if (entry != null) {
                        entries.add(entry);
                        own += entry.size();
                    }
                }
            }
            next = consumer.position(at);
            var lag = consumer.currentLag(at);
            spent = lag.isPresent() && lag.getAsLong() <= 0;
        }
        reader.position = next;
        return new Slice<>(entries, next, spent && entries.isEmpty() && atEnd(consumer, at, next, patience));
    }

    /// A client knows the end of the log as of its last fetch there, which may have been long ago, or for another
    /// stream: that it has read so far does not mean that there is no more.
    private static boolean atEnd(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition at, long next, Duration patience) {
        try {
            Duration asking = patience.compareTo(EMPTY) < 0 ? patience : EMPTY;
            return consumer.endOffsets(List.of(at), asking).getOrDefault(at, Long.MAX_VALUE) <= next;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private synchronized Reader borrow(TopicPartition at, long from) {
        for (Iterator<Reader> all = idle.iterator(); all.hasNext(); ) {
            Reader reader = all.next();
            if (reader.partition.equals(at) && reader.position == from) {
                all.remove();
                return reader;
            }
        }
        Reader any = idle.pollFirst();
        return any != null ? any : made();
    }

    /// A client cannot be made while the names of the brokers are not known, for instance.
    private Reader made() {
        try {
            return new Reader(consumers.get());
        } catch (KafkaException e) {
            throw new LogAwayException(String.valueOf(e.getMessage()));
        }
    }

    private void giveBack(Reader reader, boolean sound) {
        synchronized (this) {
            if (sound && !closed) {
                idle.addLast(reader);
                return;
            }
        }
        Clients.close(reader.consumer);
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(reader -> Clients.close(reader.consumer));
        idle.clear();
    }
}
