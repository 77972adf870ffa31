package dev.signalbox.api.core.feed;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The live end of one partition: one reader hands records to all feeds that have caught up. It never waits for a
/// feed: one that cannot take a record is let go at that record and reads on from the log by itself.
///
/// A few of the newest records are kept, so that a feed that is a little behind can still join.
public final class PartitionTail<T> {
    private static final long CLOSED = -1;

    private final long keep;
    private final Deque<LogEntry<T>> kept = new ArrayDeque<>();
    private final Map<String, List<LogFeed<T>>> feeds = new HashMap<>();
    private long keptBytes;
    private long keptFrom;
    private long next = CLOSED;

    /// @param keep how many bytes of the newest records are kept
    public PartitionTail(long keep) {
        this.keep = keep;
    }

    /// Reading begins at the position: every record from there on will be delivered.
    public synchronized void open(long position) {
        letGo();
        kept.clear();
        keptBytes = 0;
        keptFrom = position;
        next = position;
        notifyAll();
    }

    /// @param batch records in order, none left out since the last batch
    /// @param position where reading goes on
    public synchronized void deliver(List<LogEntry<T>> batch, long position) {
        if (next == CLOSED) {
            return;
        }
        for (LogEntry<T> entry : batch) {
            keep(entry);
            if (entry.broadcast()) {
                List.copyOf(feeds.keySet()).forEach(key -> hand(entry, key));
            } else {
                hand(entry, entry.key());
            }
        }
        next = position;
    }

    /// Reading has stopped; feeds go back to the log.
    public synchronized void close() {
        letGo();
        next = CLOSED;
    }

    /// Waits until reading has begun.
    synchronized void awaitOpen(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (next == CLOSED) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }

    /// Joins a feed that has everything before `from`; false when there is a hole in between.
    synchronized boolean attach(LogFeed<T> feed, long from) {
        if (next == CLOSED || from < keptFrom) {
            return false;
        }
        if (!feed.join()) {
            return true;
        }
        feeds.computeIfAbsent(feed.key(), _ -> new ArrayList<>()).add(feed);
        for (LogEntry<T> entry : kept) {
            if (entry.offset() >= from && entry.concerns(feed.key()) && !feed.offer(entry)) {
                remove(feed);
                break;
            }
        }
        return true;
    }

    synchronized void detach(LogFeed<T> feed) {
        remove(feed);
    }

    /// How many feeds are joined.
    synchronized int attached() {
        return feeds.values().stream().mapToInt(List::size).sum();
    }

    private void hand(LogEntry<T> entry, String key) {
        var list = feeds.get(key);
        if (list == null) {
            return;
        }
        list.removeIf(feed -> !feed.offer(entry));
        if (list.isEmpty()) {
            feeds.remove(key);
        }
    }

    private void keep(LogEntry<T> entry) {
        kept.addLast(entry);
        keptBytes += entry.size();
        while (keptBytes > keep) {
            LogEntry<T> oldest = kept.removeFirst();
            keptBytes -= oldest.size();
            keptFrom = oldest.offset() + 1;
        }
    }

    private void remove(LogFeed<T> feed) {
        var list = feeds.get(feed.key());
        if (list != null && list.remove(feed) && list.isEmpty()) {
            feeds.remove(feed.key());
        }
    }

    private void letGo() {
        feeds.values().forEach(list -> list.forEach(feed -> feed.letGo(next)));
        feeds.clear();
    }
}
