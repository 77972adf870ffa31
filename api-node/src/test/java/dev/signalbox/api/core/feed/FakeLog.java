package dev.signalbox.api.core.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// One partition in memory. Its tail moves only when the test says so, so that every order of events can be played.
final class FakeLog<T> implements LogSource<T> {
    final List<LogEntry<T>> entries = new CopyOnWriteArrayList<>();
    final PartitionTail<T> tail;
    private long tailAt = -1;
    private long begin;
    private final long maxSlice;
    int watchers;

    /// Happens once, before the next read.
    volatile Runnable beforeRead = () -> {};

    /// Whether nobody can say anything about the log.
    volatile boolean away;

    FakeLog(long keep, long maxSlice) {
        this.tail = new PartitionTail<>(keep);
        this.maxSlice = maxSlice;
    }

    void append(String key, T value, int size) {
        append(key, value, size, Instant.ofEpochMilli(entries.size()));
    }

    void append(String key, T value, int size, Instant at) {
        entries.add(new LogEntry<>(entries.size(), at.toEpochMilli(), key, key.equals("all"), size, value));
    }

    void openTail() {
        tailAt = entries.size();
        tail.open(tailAt);
    }

    void closeTail() {
        tailAt = -1;
        tail.close();
    }

    boolean tailOpen() {
        return tailAt >= 0;
    }

    /// Hands so many records to the tail.
    void moveTail(int count) {
        if (tailAt >= 0) {
            int to = (int) Math.min(entries.size(), tailAt + count);
            tail.deliver(entries.subList((int) tailAt, to), to);
            tailAt = to;
        }
    }

    void forget(long before) {
        begin = before;
    }

    @Override
    public Bounds bounds(LogPartition partition) {
        if (away) {
            throw new LogAwayException("it is away");
        }
        return new Bounds(new UUID(1, 1), begin, entries.size());
    }

    @Override
    public OptionalLong offsetAt(LogPartition partition, Instant time) {
        return entries.stream()
                .filter(entry -> entry.timestamp() >= time.toEpochMilli())
                .mapToLong(LogEntry::offset)
                .findFirst();
    }

    @Override
    public Slice<T> read(LogPartition partition, long from, String key, long maxBytes, Duration patience) {
        Runnable now = beforeRead;
        beforeRead = () -> {};
        now.run();
        if (from < begin || from > entries.size()) {
            throw new OffsetGoneException(begin);
        }
        List<LogEntry<T>> slice = new ArrayList<>();
        long bytes = 0;
        long next = from;
        while (next < entries.size() && bytes < Math.min(maxSlice, maxBytes)) {
            LogEntry<T> entry = entries.get((int) next++);
            if (entry.concerns(key)) {
                slice.add(entry);
                bytes += entry.size();
            }
        }
        return new Slice<>(slice, next, next == entries.size());
    }

    @Override
    public PartitionTail<T> tail(LogPartition partition) {
        watchers++;
        return tail;
    }

    @Override
    public void release(LogPartition partition) {
        watchers--;
    }
}
