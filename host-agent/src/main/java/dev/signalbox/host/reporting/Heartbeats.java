package dev.signalbox.host.reporting;

import dev.signalbox.schemas.report.Report;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Says that the host is there, on a thread of its own that nothing else can hold up.
public final class Heartbeats implements AutoCloseable {
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;

    public Heartbeats(Reporter reporter, Duration every) {
        thread = Thread.ofPlatform().daemon().name("heartbeat").start(() -> beat(reporter, every));
    }

    private void beat(Reporter reporter, Duration every) {
        try {
            // One heartbeat under way at a time: while the log is away they must not pile up.
            while (!over.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                reporter.tell(new Report.Heartbeat()).join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether it still works.
    public boolean alive() {
        return thread.isAlive();
    }

    @Override
    public void close() {
        over.countDown();
        thread.interrupt();
    }
}
