package dev.signalbox.api.dialect.orchestra;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.core.feed.EventFeed;
import dev.signalbox.api.core.feed.EventFeeds.From;
import dev.signalbox.api.core.feed.EventStep;
import dev.signalbox.api.core.feed.LogSource.LogAwayException;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Row;
import dev.signalbox.api.http.WsPeer;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.EventRecord;
import dev.signalbox.schemas.state.EntityType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What happens to agents and tasks of the observer's namespace, told from the moment of its connection on, or from
/// the cursor that it gives in the query.
final class EventWatch {
    private static final Duration VISIBLE = Duration.ofSeconds(5);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final String CURSOR = "cursor";

    private final ApiCore core;
    private final WsPeer peer;
    private final Duration heartbeat;
    private final String namespace;
    private final Happenings happenings = new Happenings();
    private final Thread pump;
    private volatile @Nullable EventFeed open;
    private volatile boolean closed;

    EventWatch(ApiCore core, WsPeer peer, Duration heartbeat) {
        this.core = core;
        this.peer = peer;
        this.heartbeat = heartbeat;
        this.namespace = peer.principal().namespace();
        this.pump = Thread.ofVirtual().name("orchestra-events").unstarted(this::run);
    }

    void start() {
        pump.start();
    }

    void close() {
        closed = true;
        EventFeed feed = open;
        if (feed != null) {
            feed.close();
        }
        pump.interrupt();
    }

    private void run() {
        try {
            From from = first();
            while (!closed) {
                from = follow(from);
            }
        } catch (InterruptedException | WsPeer.ClosedException e) {
            // Closed.
        }
    }

    private From first() throws InterruptedException {
        try {
            Optional<String> given = peer.credentials().query(CURSOR);
            return given.isPresent()
                    ? new From.Behind(CURSOR, Cursor.decode(CURSOR, given.get(), Cursor.Events.class))
                    : new From.End();
        } catch (RefusedException e) {
            peer.send(OrchestraRefusals.said(e.refusal(), null).json());
            return new From.End();
        }
    }

    /// Follows until the log cannot be read; then it is to go on where it stopped.
    private From follow(From from) throws InterruptedException {
        From next = from;
        try (EventFeed feed = core.events().open(namespace, from, true)) {
            open = feed;
            next = new From.Behind(CURSOR, feed.cursor());
            while (!closed) {
                EventStep step = feed.next(heartbeat);
                switch (step) {
                    case EventStep.Happened(var record, var _, var cursor) -> happened(record, cursor);
                    case EventStep.Gap(var first, var last, var _) ->
                        peer.send(OrchestraRefusals.said(
                                        Refusal.of(
                                                ErrorCode.CURSOR_EXPIRED,
                                                "events " + first + " to " + last + " are no more"),
                                        null)
                                .json());
                    case EventStep.CaughtUp _, EventStep.Idle _ -> {}
                }
                next = new From.Behind(CURSOR, feed.cursor());
            }
        } catch (RefusedException e) {
            if (e.refusal().code() == ErrorCode.UNAVAILABLE) {
                Thread.sleep(AGAIN);
            } else {
                peer.send(OrchestraRefusals.said(e.refusal(), null).json());
                next = new From.End();
            }
        } catch (LogAwayException e) {
            Thread.sleep(AGAIN);
        }
        return next;
    }

    private void happened(EventRecord event, Cursor.Events cursor) throws InterruptedException {
        EntityType type = event.entity().type();
        if (type != EntityType.SESSION && type != EntityType.TASK) {
            return;
        }
        // The rows say what does not change, such as whose task it is; they must not be older than the event.
        boolean _ = core.views().awaitN(namespace, event.n(), VISIBLE);
        String id = event.entity().id();
        var said = type == EntityType.TASK
                ? core.views()
                        .get(namespace, Kind.TASK, id)
                        .map(Row::entity)
                        .map(task -> happenings.task(event, task, cursor.encode()))
                : core.views()
                        .get(namespace, Kind.SESSION, id)
                        .map(Row::entity)
                        .map(session -> happenings.session(event, session, cursor.encode()));
        for (Said one : said.orElse(List.of())) {
            peer.send(one.json());
        }
    }
}
