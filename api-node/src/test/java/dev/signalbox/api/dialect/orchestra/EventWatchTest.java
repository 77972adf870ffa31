package dev.signalbox.api.dialect.orchestra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.core.cursor.Hint;
import dev.signalbox.api.core.feed.EventFeeds.From;
import dev.signalbox.api.core.feed.EventStep;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.api.stage.Entities;
import dev.signalbox.api.stage.ToldPeer;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.event.EventRecord;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.StateRecord;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class EventWatchTest {
    private static final String SESSION = "sess-droid-a1b2c3d4";
    private static final Set<Thread.State> WAITS_OR_IS_OVER =
            EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING, Thread.State.TERMINATED);

    private final Views views = new Views();
    private final ToldPeer peer = new ToldPeer(new Principal("ann", "default", Principal.PERSON, null, null));
    private final EventWatch watch = new EventWatch(ToldPeer.core(views), peer, new From.End());

    @Test
    void an_event_is_told_once_this_node_shows_what_it_did() throws Exception {
        Session session = Entities.running(SESSION, "h", true, Some.cause("2026-11-20T09:00:00Z"));
        EventRecord event =
                Some.event(session.ref(), new Event.SessionRunning(session.process()), "2026-11-20T09:00:46.100Z");
        Thread telling = Thread.startVirtualThread(() -> tell(event));
        await().until(() -> WAITS_OR_IS_OVER.contains(telling.getState()));
        assertThat(peer.told).isEmpty();

        var row = new StateRecord("default", event.n(), session);
        views.apply(row, Json.encode(row));
        views.whole();

        assertThat(telling.join(Duration.ofSeconds(20))).isTrue();
        assertThat(peer.told).singleElement().asString().contains("agent_status", SESSION, "running");
    }

    private void tell(EventRecord event) {
        try {
            var cursor = new Cursor.Events("default", event.n(), new Hint(new UUID(1, 1), 0, 0));
            watch.told(new EventStep.Happened(event, new byte[0], cursor));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
