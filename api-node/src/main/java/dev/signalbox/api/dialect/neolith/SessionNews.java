package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.feed.EventFeeds.From;
import dev.signalbox.api.core.feed.EventFollower;
import dev.signalbox.api.core.feed.EventStep;
import dev.signalbox.api.http.WsPeer;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.event.EventRecord;
import dev.signalbox.schemas.state.Activity;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the namespace's events for one client: tells it of sessions that it sees whenever their status
/// or their figures change, and its [SessionTail]s which turn was whose.
final class SessionNews implements EventFollower.Listener {
    private static final Logger log = LoggerFactory.getLogger(SessionNews.class);
    private static final Duration OPENS = Duration.ofSeconds(5);

    private final Daemon daemon;
    private final String namespace;
    private final Outlet outlet;
    private final Tails tails;
    private final ReentrantLock order;
    private final EventFollower follower;
    private final Thread thread;
    private volatile boolean closed;

    SessionNews(Daemon daemon, String namespace, Outlet outlet, Tails tails, ReentrantLock order) {
        this.daemon = daemon;
        this.namespace = namespace;
        this.outlet = outlet;
        this.tails = tails;
        this.order = order;
        this.follower = new EventFollower(daemon.core().events(), namespace);
        this.thread = Thread.ofVirtual().name("neolith-news").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Waits until nothing that happens from now on is missed.
    ///
    /// @throws dev.signalbox.api.core.RefusedException UNAVAILABLE when that takes too long
    void ready() throws InterruptedException {
        if (!follower.awaitOpen(OPENS)) {
            throw Refusal.of(ErrorCode.UNAVAILABLE, "the log cannot be read at the moment")
                    .asException();
        }
    }

    void close() {
        closed = true;
        follower.close();
        thread.interrupt();
    }

    private void run() {
        try {
            follower.follow(new From.End(), this);
        } catch (InterruptedException | WsPeer.ClosedException e) {
            // The socket is closed.
        } catch (RuntimeException e) {
            if (!closed) {
                outlet.fault("news could not be told", e);
            }
        }
    }

    @Override
    public void told(EventStep step) throws InterruptedException {
        if (step instanceof EventStep.Happened happened) {
            happened(happened.record());
        }
    }

    @Override
    public void lost(Refusal why) {
        log.atWarn().log("news are left out: {}", why.message());
    }

    private void happened(EventRecord record) throws InterruptedException {
        String id = record.entity().id();
        SessionTail tail = tails.get(id);
        Event event = record.event();
        if (event instanceof Event.SessionTurnEnded ended && tail != null) {
            tail.turnEnded(ended);
        }
        if (event instanceof Event.SessionActivityChanged(var activity, _)
                && activity == Activity.IDLE
                && tail != null) {
            tail.fellSilent();
        }
        if (shows(event)) {
            changed(record, id);
        } else if (event instanceof Event.InputSent(var sessionId)) {
            SessionTail on = tails.get(sessionId);
            if (on != null) {
                on.sent(id);
            }
        } else if (event instanceof Event.InputCanceled(var sessionId)) {
            lost(sessionId, id, "The task was cancelled");
        } else if (event instanceof Event.InputUndelivered(var sessionId, var why)) {
            lost(sessionId, id, "The task did not reach the session: " + why.meaning());
        }
    }

    /// Whether clients see a session otherwise afterwards.
    private static boolean shows(Event event) {
        return event instanceof Event.SessionRequested
                || event instanceof Event.SessionRunning
                || event instanceof Event.SessionFound
                || event instanceof Event.SessionUnknown
                || event instanceof Event.SessionTurnEnded
                || event instanceof Event.SessionEnded
                || event instanceof Event.SessionLost;
    }

    private void lost(String sessionId, String inputId, String why) throws InterruptedException {
        SessionTail tail = tails.get(sessionId);
        if (tail != null) {
            tail.lost(inputId, why);
        }
    }

    private void changed(EventRecord record, String sessionId) throws InterruptedException {
        daemon.core().views().awaitN(namespace, record.n());
        var session = daemon.sessions().find(outlet.peer().principal(), sessionId);
        if (session.isEmpty()) {
            return;
        }
        order.lockInterruptibly();
        try {
            outlet.send(Frames.status(daemon.sessions().show(namespace, session.get())));
            SessionTail tail = tails.get(sessionId);
            if (tail != null && !(record.event() instanceof Event.SessionRequested)) {
                tail.begin();
            }
        } finally {
            order.unlock();
        }
    }
}
