package dev.signalbox.processor.tick;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/// What the partitions of this process expect of time: written by the threads that decide, read by the [Ticker].
public final class Agenda {
    private final Map<Integer, Entry> entries = new TreeMap<>();
    private final LongSupplier millis;

    /// @param millis a clock that never goes back
    public Agenda(LongSupplier millis) {
        this.millis = millis;
    }

    /// A tick to be written.
    ///
    /// @param interval the time meant to be left until the partition's next one
    record DueTick(int partition, long number, Duration interval) {}

    private static final class Entry {
        private boolean hosts;
        private long dueAt = Outlook.NEVER;
        private long tickAt;
        private long ticks;

        private Duration pace(long now) {
            return Pace.of(new Outlook(hosts, dueAt == Outlook.NEVER ? Outlook.NEVER : dueAt - now));
        }

        /// When the pace quickens by itself.
        private long nearAt() {
            return dueAt == Outlook.NEVER ? Outlook.NEVER : dueAt - Pace.HORIZON.toMillis();
        }

        private void hasten(long now) {
            tickAt = Math.min(tickAt, now + pace(now).toMillis());
        }
    }

    /// The partition is this process's now. Its first tick is due at once, since nothing is known of its timers.
    public synchronized void own(int partition) {
        Entry entry = new Entry();
        entry.tickAt = millis.getAsLong();
        entries.put(partition, entry);
        notifyAll();
    }

    public synchronized void release(int partition) {
        entries.remove(partition);
    }

    /// Replaces what a partition expects.
    ///
    /// @param more whether things that are due were left for the next tick, which then comes at once
    public synchronized void expect(int partition, Outlook outlook, boolean more) {
        Entry entry = entries.get(partition);
        if (entry != null) {
            long now = millis.getAsLong();
            entry.hosts = outlook.hosts();
            entry.dueAt = outlook.dueIn() == Outlook.NEVER ? Outlook.NEVER : now + outlook.dueIn();
            entry.hasten(now);
            entry.tickAt = more ? now : entry.tickAt;
            notifyAll();
        }
    }

    /// Adds to what a partition expects.
    public synchronized void expectAlso(int partition, Outlook outlook) {
        Entry entry = entries.get(partition);
        if (entry != null && !outlook.equals(Outlook.NOTHING)) {
            long now = millis.getAsLong();
            entry.hosts |= outlook.hosts();
            entry.dueAt = outlook.dueIn() == Outlook.NEVER ? entry.dueAt : Math.min(entry.dueAt, now + outlook.dueIn());
            long before = entry.tickAt;
            entry.hasten(now);
            if (entry.tickAt < before) {
                notifyAll();
            }
        }
    }

    /// The partitions that this process owns, ascending.
    synchronized List<Integer> owned() {
        return List.copyOf(entries.keySet());
    }

    /// The ticks that are due now; they count as written.
    synchronized List<DueTick> take() {
        long now = millis.getAsLong();
        List<DueTick> due = new ArrayList<>();
        entries.forEach((partition, entry) -> {
            if (entry.nearAt() <= now) {
                entry.hasten(now);
            }
            if (entry.tickAt <= now) {
                Duration pace = entry.pace(now);
                entry.ticks++;
                entry.tickAt = now + pace.toMillis();
                due.add(new DueTick(partition, entry.ticks, pace));
            }
        });
        return due;
    }

    /// Waits until ticks are due; they count as written.
    synchronized List<DueTick> next() throws InterruptedException {
        List<DueTick> due = take();
        while (due.isEmpty()) {
            wait(Math.max(1, wakeAt() - millis.getAsLong()));
            due = take();
        }
        return due;
    }

    private long wakeAt() {
        long now = millis.getAsLong();
        long at = now + Pace.IDLE.toMillis();
        for (Entry entry : entries.values()) {
            at = Math.min(at, entry.tickAt);
            if (entry.nearAt() > now) {
                at = Math.min(at, entry.nearAt());
            }
        }
        return at;
    }
}
