package dev.signalbox.api.core.feed;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.output.OutputRecord;

/// Opens streams of output.
public final class OutputFeeds {
    private final Views views;
    private final LogSource<OutputRecord> source;
    private final long capacity;

    /// @param capacity of each client's queue, in bytes
    public OutputFeeds(Views views, LogSource<OutputRecord> source, long capacity) {
        this.views = views;
        this.source = source;
        this.capacity = capacity;
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
