package dev.signalbox.api.dialect.orchestra;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.core.feed.EventFeeds.From;
import dev.signalbox.api.core.feed.EventFollower;
import dev.signalbox.api.core.feed.EventStep;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Row;
import dev.signalbox.api.http.WsPeer;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.EventRecord;
import dev.signalbox.schemas.state.EntityType;
import java.util.List;
import java.util.Optional;

/// What happens to agents and tasks of the observer's namespace, told from the moment of its connection on, or from
/// the cursor that it gives in the query.
final class EventWatch implements EventFollower.Listener {
    private static final String CURSOR = "cursor";

    private final ApiCore core;
    private final WsPeer peer;
    private final From now;
    private final String namespace;
    private final Happenings happenings = new Happenings();
    private final EventFollower follower;
    private final Thread pump;

    /// @param now where who gives no cursor begins
    EventWatch(ApiCore core, WsPeer peer, From now) {
        this.core = core;
        this.peer = peer;
        this.now = now;
        this.namespace = peer.principal().namespace();
        this.follower = new EventFollower(core.events(), namespace);
        this.pump = Thread.ofVirtual().name("orchestra-events").unstarted(this::run);
    }

    void start() {
        pump.start();
    }

    void close() {
        follower.close();
        pump.interrupt();
    }

    private void run() {
        try {
            follower.follow(first(), this);
        } catch (InterruptedException | WsPeer.ClosedException e) {
            // Closed.
        } catch (RuntimeException e) {
            Faults.end(peer, e);
        }
    }

    private From first() throws InterruptedException {
        try {
            Optional<String> given = peer.credentials().query(CURSOR);
            return given.isPresent()
                    ? new From.Behind(CURSOR, Cursor.decode(CURSOR, given.get(), Cursor.Events.class))
                    : now;
        } catch (RefusedException e) {
            lost(e.refusal());
            return now;
        }
    }

    @Override
    public void told(EventStep step) throws InterruptedException {
        switch (step) {
            case EventStep.Happened(var record, var _, var cursor) -> happened(record, cursor);
            case EventStep.Gap(var first, var last, var _) ->
                lost(Refusal.of(ErrorCode.CURSOR_EXPIRED, "events " + first + " to " + last + " are no more"));
            case EventStep.CaughtUp _, EventStep.Idle _ -> {}
        }
    }

    @Override
    public void lost(Refusal why) throws InterruptedException {
        peer.send(OrchestraRefusals.said(why, null).json());
    }

    private void happened(EventRecord event, Cursor.Events cursor) throws InterruptedException {
        EntityType type = event.entity().type();
        if (type != EntityType.SESSION && type != EntityType.TASK) {
            return;
        }
        // The rows say what does not change, such as whose task it is; they must not be older than the event.
        core.views().awaitN(namespace, event.n());
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
