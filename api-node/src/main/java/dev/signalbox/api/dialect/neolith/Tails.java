package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.feed.Start;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.state.Session;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The sessions whose output one client is told: those that it spawned or gave a task, and no more than it may,
/// whatever ids it makes up.
final class Tails {
    private static final int MOST = 256;

    private final Daemon daemon;
    private final String namespace;
    private final Outlet outlet;
    private final Map<String, SessionTail> tails = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Tails(Daemon daemon, String namespace, Outlet outlet) {
        this.daemon = daemon;
        this.namespace = namespace;
        this.outlet = outlet;
    }

    @Nullable
    SessionTail get(String sessionId) {
        return tails.get(sessionId);
    }

    /// @throws dev.signalbox.api.core.RefusedException RATE_LIMITED
    void checkRoom() {
        if (tails.size() >= MOST) {
            throw Refusal.of(ErrorCode.RATE_LIMITED, "this socket follows " + MOST + " sessions, as many as it may")
                    .asException();
        }
    }

    /// The one of a session, opened if need be.
    ///
    /// @param start where one that is opened begins
    /// @throws dev.signalbox.api.core.RefusedException RATE_LIMITED, UNAVAILABLE
    SessionTail of(Session session, Start start) throws InterruptedException {
        SessionTail present = tails.get(session.id());
        if (present != null && !present.over()) {
            return present;
        }
        checkRoom();
        var tail = SessionTail.open(daemon, namespace, session, start, outlet, tails::remove);
        tails.put(session.id(), tail);
        if (closed) {
            tail.close();
        }
        return tail;
    }

    /// Ends those of sessions that do not fit.
    void keep(Predicate<String> fits) {
        tails.forEach((id, tail) -> {
            if (!fits.test(id) && tails.remove(id, tail)) {
                tail.close();
            }
        });
    }

    void close() {
        closed = true;
        tails.values().forEach(SessionTail::close);
    }
}
