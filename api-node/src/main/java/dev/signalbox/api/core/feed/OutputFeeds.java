package dev.signalbox.api.core.feed;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.state.OutputIndex;
import dev.signalbox.schemas.state.Session;
import java.util.List;
import java.util.Optional;

/// Opens streams of output.
public final class OutputFeeds {
    private final Views views;
    private final LogSource<OutputRecord> source;
    private final long capacity;
    private final Retention retention;

    /// @param capacity of each client's queue, in bytes
    public OutputFeeds(Views views, LogSource<OutputRecord> source, long capacity) {
        this.views = views;
        this.source = source;
        this.capacity = capacity;
        this.retention = new Retention(source);
    }

    /// From where on a session's output is there; empty when that is not known at the moment.
    public Optional<Retained> retained(String namespace, Session session) throws InterruptedException {
        List<OutputIndex.Point> points = views.get(namespace, Kind.OUTPUT_INDEX, session.id())
                .map(row -> row.entity().points())
                .orElse(List.of());
        return retention.of(session, points);
    }

    /// Opens a stream that begins at a checked place; the caller closes it.
    ///
    /// @param follow whether it goes on with what comes once it has caught up
    /// @throws dev.signalbox.api.core.RefusedException CURSOR_INVALID, CURSOR_EXPIRED,
    /// SESSION_NOT_FOUND, UNAVAILABLE
    public OutputFeed open(String namespace, String sessionId, Start start, boolean follow)
            throws InterruptedException {
        if (start instanceof Start.Behind(var field, var cursor)
                && !cursor.sessionId().equals(sessionId)) {
            throw Refusal.of(ErrorCode.CURSOR_INVALID, field, field + " is a cursor of another session")
                    .asException();
        }
        var feed = new OutputFeed(views, source, namespace, sessionId, start, follow, capacity);
        boolean primed = false;
        try {
            feed.prime();
            primed = true;
            return feed;
        } finally {
            if (!primed) {
                feed.close();
            }
        }
    }
}
