package dev.signalbox.host.spool;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Tells whoever waits that something changed in a session's folder. One inotify instance serves all sessions,
/// so that a quiet session costs nothing and a byte is noticed at once.
///
/// A bell may ring for nothing, and in the worst case (the kernel's queue was full) not at all: who waits gives
/// a limit and looks again.
public final class SpoolWatch implements AutoCloseable {
    private final WatchService service;
    private final Map<Path, Bell> bells = new ConcurrentHashMap<>();

    private SpoolWatch(WatchService service) {
        this.service = service;
    }

    public static SpoolWatch open() throws IOException {
        SpoolWatch watch = new SpoolWatch(FileSystems.getDefault().newWatchService());
        Thread.ofPlatform().daemon().name("spool-watch").start(watch::run);
        return watch;
    }

    /// The bell of an existing folder; the same one for each who asks.
    public Bell bell(SessionFolder folder) throws IOException {
        Path path = folder.path();
        Bell present = bells.get(path);
        if (present != null && present.key.isValid()) {
            return present;
        }
        WatchKey key = path.register(
                service,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_MODIFY,
                StandardWatchEventKinds.OVERFLOW);
        Bell bell = new Bell(key);
        Bell raced = bells.putIfAbsent(path, bell);
        if (raced != null && raced.key.equals(key)) {
            return raced;
        }
        bells.put(path, bell);
        return bell;
    }

    /// Ends the watch over a folder whose session is over.
    public void forget(SessionFolder folder) {
        Bell bell = bells.remove(folder.path());
        if (bell != null) {
            bell.key.cancel();
            bell.ring();
        }
    }

    private void run() {
        try {
            while (true) {
                WatchKey key = service.take();
                key.pollEvents();
                if (key.watchable() instanceof Path path) {
                    Bell bell = bells.get(path);
                    if (bell != null) {
                        bell.ring();
                    }
                }
                key.reset();
            }
        } catch (ClosedWatchServiceException _) {
            bells.values().forEach(Bell::ring);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        service.close();
    }

    /// Rings at each change of one folder.
    public static final class Bell {
        private final WatchKey key;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition rung = lock.newCondition();
        private long rings;

        private Bell(WatchKey key) {
            this.key = key;
        }

        /// How often it rang. Ask before looking, and give the answer to [#await], so that no ring is missed.
        public long rings() {
            lock.lock();
            try {
                return rings;
            } finally {
                lock.unlock();
            }
        }

        /// Waits until it has rung more often than that, or the time is over.
        public void await(long seen, Duration atMost) throws InterruptedException {
            long left = atMost.toNanos();
            lock.lock();
            try {
                while (rings == seen && left > 0) {
                    left = rung.awaitNanos(left);
                }
            } finally {
                lock.unlock();
            }
        }

        /// Wakes all who wait; also for reasons that are not in the folder.
        public void ring() {
            lock.lock();
            try {
                rings++;
                rung.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
