package dev.signalbox.host.spool;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells whoever waits that something changed in a session's folder. One inotify instance serves all sessions,
/// so that a quiet session costs nothing and a byte is noticed at once.
///
/// Where the kernel has no inotify left to give (a limit per user), waiting becomes looking, every few
/// milliseconds.
///
/// A bell may ring for nothing, and in the worst case (the kernel's queue was full) not at all: who waits gives
/// a limit and looks again.
public final class SpoolWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SpoolWatch.class);
    private static final Duration UNWATCHED = Duration.ofMillis(20);

    private final @Nullable WatchService service;
    private final Map<Path, Bell> bells = new ConcurrentHashMap<>();

    private SpoolWatch(@Nullable WatchService service) {
        this.service = service;
    }

    public static SpoolWatch open() {
        try {
            WatchService service = FileSystems.getDefault().newWatchService();
            SpoolWatch watch = new SpoolWatch(service);
            Thread.ofPlatform().daemon().name("spool-watch").start(() -> watch.run(service));
            return watch;
        } catch (IOException e) {
            log.warn("sessions' output is looked for instead of waited for: {}", e.getMessage());
            return unwatched();
        }
    }

    static SpoolWatch unwatched() {
        return new SpoolWatch(null);
    }

    /// The bell of an existing folder; the same one for each who asks.
    public Bell bell(SessionFolder folder) throws IOException {
        if (!folder.exists()) {
            throw new NoSuchFileException(folder.path().toString());
        }
        return bells.compute(folder.path(), (path, present) -> {
            WatchKey key = watched(path);
            return present != null && Objects.equals(present.key, key) ? present : new Bell(key);
        });
    }

    private @Nullable WatchKey watched(Path path) {
        if (service == null) {
            return null;
        }
        try {
            return path.register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.OVERFLOW);
        } catch (IOException e) {
            log.warn("{} is looked at instead of watched: {}", path, e.getMessage());
            return null;
        }
    }

    private void run(WatchService events) {
        try {
            while (true) {
                WatchKey key = events.take();
                key.pollEvents();
                boolean there = key.reset();
                if (key.watchable() instanceof Path path) {
                    // A folder that was removed has nothing to tell any more.
                    Bell bell = there ? bells.get(path) : bells.remove(path);
                    if (bell != null) {
                        bell.ring();
                    }
                }
            }
        } catch (ClosedWatchServiceException _) {
            bells.values().forEach(Bell::ring);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        if (service != null) {
            service.close();
        }
    }

    /// Rings at each change of one folder.
    public static final class Bell {
        private final @Nullable WatchKey key;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition rung = lock.newCondition();
        private long rings;

        private Bell(@Nullable WatchKey key) {
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
            long left = key == null ? Math.min(UNWATCHED.toNanos(), atMost.toNanos()) : atMost.toNanos();
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
