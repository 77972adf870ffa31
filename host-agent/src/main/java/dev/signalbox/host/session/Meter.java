package dev.signalbox.host.session;

import dev.signalbox.host.driver.SessionHandle;
import dev.signalbox.host.process.Usage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Measures what a session's processes use, when somebody asks: nothing is looked at for nobody. The share of the
/// processor is that since the last look, if that is a few seconds old; else a second look follows soon.
final class Meter {
    private static final Duration OLDEST = Duration.ofSeconds(10);
    private static final Duration APART = Duration.ofMillis(500);

    private final SessionHandle handle;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile @Nullable Usage last;

    Meter(SessionHandle handle) {
        this.handle = handle;
    }

    /// What they use. @param cpuPercent of one processor
    record Measured(long memoryBytes, double cpuPercent, int processes) {}

    /// Measures on a thread of its own; a request that comes meanwhile is met by the same answer. Nothing is told
    /// when nothing runs.
    void read(Consumer<Measured> told) {
        if (busy.compareAndSet(false, true)) {
            Thread.ofVirtual().name("measure-" + handle.persisted().sessionId()).start(() -> {
                try {
                    measure().ifPresent(told);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                } finally {
                    busy.set(false);
                }
            });
        }
    }

    private Optional<Measured> measure() throws InterruptedException {
        Usage before = last;
        boolean usable = before != null
                && System.nanoTime() - before.at() >= APART.toNanos()
                && System.nanoTime() - before.at() <= OLDEST.toNanos();
        if (!usable) {
            before = handle.usage().orElse(null);
            Thread.sleep(APART);
        }
        Optional<Usage> now = handle.usage();
        if (before == null || now.isEmpty()) {
            return Optional.empty();
        }
        last = now.get();
        return Optional.of(new Measured(
                now.get().residentBytes(),
                now.get().cpuPercentSince(before),
                now.get().processes()));
    }
}
