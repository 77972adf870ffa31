package dev.signalbox.api.core.feed;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.core.feed.EventFeeds.From;
import dev.signalbox.schemas.error.ErrorCode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Follows one namespace's events without end, for one listener, who misses none: what cannot be read, or told, at
/// the moment comes as soon as it can. One thread follows; any thread may wait for it, and close it.
public final class EventFollower implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofMillis(500);
    private static final String CURSOR = "cursor";

    private final EventFeeds feeds;
    private final String namespace;
    private final CountDownLatch opened = new CountDownLatch(1);
    private @Nullable EventFeed feed;
    private volatile boolean closed;

    public EventFollower(EventFeeds feeds, String namespace) {
        this.feeds = feeds;
        this.namespace = namespace;
    }

    /// Who is told. A step that it refuses with UNAVAILABLE it is told again.
    public interface Listener {
        void told(EventStep step) throws InterruptedException;

        /// There is no going on from where it was. Where that place was only too old, the oldest event that is
        /// retained comes next, else what happens from now on.
        void lost(Refusal why) throws InterruptedException;
    }

    /// Follows until it is closed.
    public void follow(From from, Listener listener) throws InterruptedException {
        From next = from;
        while (!closed) {
            try (EventFeed open = taken(feeds.open(namespace, next, true))) {
                opened.countDown();
                while (!closed) {
                    next = new From.Behind(CURSOR, open.cursor());
                    listener.told(open.next(LOOK));
                }
            } catch (RefusedException e) {
                if (e.refusal().code() == ErrorCode.UNAVAILABLE) {
                    Thread.sleep(AGAIN);
                } else {
                    listener.lost(e.refusal());
                    next = onwards(e.refusal());
                }
            }
        }
    }

    /// Waits until nothing that happens from now on is left out; false when the time is over before.
    public boolean awaitOpen(Duration patience) throws InterruptedException {
        return opened.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        EventFeed open;
        synchronized (this) {
            closed = true;
            open = feed;
        }
        if (open != null) {
            open.close();
        }
    }

    private static From onwards(Refusal why) {
        return why.more().get(Refusal.OLDEST) instanceof String oldest
                ? new From.Behind(CURSOR, Cursor.decode(CURSOR, oldest, Cursor.Events.class))
                : new From.End();
    }

    private synchronized EventFeed taken(EventFeed open) {
        feed = open;
        return open;
    }
}
