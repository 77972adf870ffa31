package dev.signalbox.api.kafka;

import dev.signalbox.api.core.feed.LogPartition;
import dev.signalbox.api.core.feed.LogSource;
import dev.signalbox.api.core.feed.PartitionTail;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// One kind of partition: read in slices, followed at its tail.
final class KafkaSource<T> implements LogSource<T>, AutoCloseable {
    private static final long PATIENCE_MILLIS = 3_000;

    private final Admin admin;
    private final IsolationLevel isolation;
    private final Readers<T> readers;
    private final Tails<T> tails;

    KafkaSource(Admin admin, IsolationLevel isolation, Readers<T> readers, Tails<T> tails) {
        this.admin = admin;
        this.isolation = isolation;
        this.readers = readers;
        this.tails = tails;
    }

    void start() {
        tails.start();
    }

    int tailed() {
        return tails.size();
    }

    @Override
    public Bounds bounds(LogPartition partition) throws InterruptedException {
        var topic = admin.describeTopics(List.of(partition.topic()))
                .topicNameValues()
                .get(partition.topic());
        var begin = list(partition, OffsetSpec.earliest());
        var end = list(partition, OffsetSpec.latest());
        if (topic == null) {
            throw new LogAwayException("no answer about the topic");
        }
        var id = get(topic).topicId();
        return new Bounds(
                new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits()),
                get(begin).offset(),
                get(end).offset());
    }

    @Override
    public OptionalLong offsetAt(LogPartition partition, Instant time) throws InterruptedException {
        long offset = get(list(partition, OffsetSpec.forTimestamp(time.toEpochMilli())))
                .offset();
        return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    @Override
    public Slice<T> read(LogPartition partition, long from, String key, long maxBytes, Duration patience)
            throws InterruptedException {
        return readers.read(partition, from, key, maxBytes, patience);
    }

    @Override
    public PartitionTail<T> tail(LogPartition partition) {
        return tails.watch(partition);
    }

    @Override
    public void release(LogPartition partition) {
        tails.release(partition);
    }

    @Override
    public void close() {
        tails.close();
        readers.close();
    }

    private KafkaFuture<ListOffsetsResultInfo> list(LogPartition partition, OffsetSpec spec) {
        var at = new TopicPartition(partition.topic(), partition.partition());
        return admin.listOffsets(Map.of(at, spec), new ListOffsetsOptions(isolation))
                .partitionResult(at);
    }

    private static <V> V get(KafkaFuture<V> future) throws InterruptedException {
        try {
            return future.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new LogAwayException(
                    e.getCause() instanceof UnknownTopicOrPartitionException
                            ? "the topic is not there yet"
                            : "the brokers do not answer");
        } catch (TimeoutException e) {
            throw new LogAwayException("the brokers do not answer");
        }
    }
}
