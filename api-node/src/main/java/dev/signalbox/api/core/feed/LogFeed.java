package dev.signalbox.api.core.feed;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// One client's way through one stream of a partition, without loss or repeat. It reads from the log, slice by
/// slice, until it has caught up; then it joins the shared tail; when its queue is full it leaves the tail and
/// reads from the log again. One thread calls [#next]; the tail offers from another.
public final class LogFeed<T> implements AutoCloseable {
    /// What a slice brings at most, in bytes.
    public static final long SLICE = 1024 * 1024;

    private static final long LONGEST_PAUSE_MILLIS = 200;
    private static final Duration TAIL_OPENS = Duration.ofMillis(100);

    private final LogSource<T> source;
    private final LogPartition partition;
    private final String key;
    private final boolean follow;
    private final long capacity;
    private final LongUnaryOperator shortcut;
    private final PartitionTail<T> tail;

    private final Deque<LogEntry<T>> queue = new ArrayDeque<>();
    private long queued;
    private long readFrom;
    private long until;
    private boolean attached;
    private boolean announced;
    private boolean woken;
    private boolean closed;

    /// What [#next] brings.
    public sealed interface Step<T> {
        record Entry<T>(LogEntry<T> entry) implements Step<T> {}

        /// Everything that was there has been given; comes again after the feed fell behind and caught up.
        ///
        /// @param at the offset behind it
        record CaughtUp<T>(long at) implements Step<T> {}

        /// Nothing came in time, or the feed was woken.
        ///
        /// @param atEnd whether everything that is there has been given
        record Idle<T>(boolean atEnd) implements Step<T> {}

        /// The place to read from is not in the log (any more): what may have stood from there on is left out.
        ///
        /// @param to where the log begins, and reading goes on
        record Moved<T>(long to) implements Step<T> {}

        /// The log cannot be reached at the moment; ask again.
        record Away<T>(String why) implements Step<T> {}
    }

    /// @param from the first offset to read
    /// @param until without `follow`, where it is caught up
    /// @param capacity of the queue, in bytes
    /// @param shortcut a later offset to read from that leaves nothing of the stream out, or the one it was given
    public LogFeed(
            LogSource<T> source,
            LogPartition partition,
            String key,
            boolean follow,
            long from,
            long until,
            long capacity,
            LongUnaryOperator shortcut) {
        this.source = source;
        this.partition = partition;
        this.key = key;
        this.follow = follow;
        this.readFrom = from;
        this.until = until;
        this.capacity = capacity;
        this.shortcut = shortcut;
        this.tail = follow ? source.tail(partition) : new PartitionTail<>(0);
    }

    /// The next step; waits at most so long for one.
    public Step<T> next(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            Step<T> ready = ready(deadline);
            if (ready != null) {
                return ready;
            }
            if (follow && tail.attach(this, readFrom())) {
                continue;
            }
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (!left.isPositive()) {
                return new Step.Idle<>(false);
            }
            try {
                catchUp(left);
            } catch (LogSource.OffsetGoneException e) {
                moveTo(e.begin());
                return new Step.Moved<>(e.begin());
            } catch (LogSource.LogAwayException e) {
                return new Step.Away<>(String.valueOf(e.getMessage()));
            }
        }
    }

    /// What a reader does while the log is away, before it asks again: waits a moment, and no longer than it may.
    static void pauseAway(Duration left) throws InterruptedException {
        Thread.sleep(Math.clamp(left.toMillis(), 1, LONGEST_PAUSE_MILLIS));
    }

    /// Ends a wait in [#next].
    public synchronized void wake() {
        woken = true;
        notifyAll();
    }

    /// Reads on from another offset, forgetting what is queued; only for a feed that is not joined to the tail.
    void restart(long offset) {
        tail.detach(this);
        synchronized (this) {
            attached = false;
            queue.clear();
            queued = 0;
            readFrom = offset;
            announced = false;
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            queue.clear();
            notifyAll();
        }
        tail.detach(this);
        if (follow) {
            source.release(partition);
        }
    }

    String key() {
        return key;
    }

    /// The tail takes the feed in; false when it is closed.
    synchronized boolean join() {
        attached = !closed;
        return attached;
    }

    /// Takes an entry of the tail; false when there is no room, and the feed reads on from the log at this entry.
    synchronized boolean offer(LogEntry<T> entry) {
        if (closed || !attached) {
            return false;
        }
        if (entry.offset() < readFrom) {
            return true;
        }
        if (queued + entry.size() > capacity && !queue.isEmpty()) {
            attached = false;
            announced = false;
            readFrom = entry.offset();
            return false;
        }
        add(entry);
        readFrom = entry.offset() + 1;
        notifyAll();
        return true;
    }

    /// The tail ends; everything before the position was offered.
    synchronized void letGo(long position) {
        attached = false;
        announced = false;
        readFrom = Math.max(readFrom, position);
        notifyAll();
    }

    private synchronized @Nullable Step<T> ready(long deadline) throws InterruptedException {
        while (true) {
            LogEntry<T> entry = queue.pollFirst();
            if (entry != null) {
                queued -= entry.size();
                return new Step.Entry<>(entry);
            }
            boolean there = attached || (!follow && readFrom >= until);
            if (woken || closed) {
                woken = false;
                return new Step.Idle<>(there);
            }
            if (!there) {
                return null;
            }
            if (!announced) {
                announced = true;
                return new Step.CaughtUp<>(readFrom);
            }
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                return new Step.Idle<>(true);
            }
            wait(millis);
        }
    }

    private void catchUp(Duration left) throws InterruptedException {
        long from = Math.max(readFrom(), shortcut.applyAsLong(readFrom()));
        LogSource.Slice<T> slice = source.read(partition, from, key, SLICE, left);
        synchronized (this) {
            slice.entries().forEach(this::add);
            readFrom = slice.next();
            if (slice.atEnd() && !follow) {
                until = Math.min(until, readFrom);
            }
        }
        if (follow && slice.atEnd() && slice.entries().isEmpty()) {
            tail.awaitOpen(left.compareTo(TAIL_OPENS) < 0 ? left : TAIL_OPENS);
        }
    }

    private synchronized void moveTo(long offset) {
        readFrom = offset;
    }

    private synchronized long readFrom() {
        return readFrom;
    }

    private void add(LogEntry<T> entry) {
        queue.addLast(entry);
        queued += entry.size();
    }
}
