package dev.signalbox.api.dialect.neolith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.core.cursor.Hint;
import dev.signalbox.api.core.feed.EventStep;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.api.stage.Entities;
import dev.signalbox.api.stage.ToldPeer;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.event.EventRecord;
import dev.signalbox.schemas.spec.ApprovalMode;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.StateRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

final class SessionNewsTest {
    private static final Cause CAUSE =
            new Cause(Cause.Kind.COMMAND, "c-1", "test", null, "t", 0, 0, Instant.EPOCH, null);

    private static final Set<Thread.State> WAITS_OR_IS_OVER =
            EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING, Thread.State.TERMINATED);

    private final Views views = new Views();
    private final ToldPeer peer = new ToldPeer(new Principal("ann", "blue", Principal.PERSON, null, null));
    private final SessionNews news = news();

    private SessionNews news() {
        ApiCore core = ToldPeer.core(views);
        var options = new NeolithOptions(
                "blue",
                Set.of(),
                "claude",
                ApprovalMode.ASK,
                10,
                null,
                new byte[32],
                Duration.ofSeconds(15),
                Instant.EPOCH,
                InstantSource.fixed(Instant.EPOCH));
        var daemon = new Daemon(core, options, null, new Sessions(core, options), null, null, null);
        var outlet = new Outlet(peer);
        return new SessionNews(daemon, "blue", outlet, new Tails(daemon, "blue", outlet), new ReentrantLock());
    }

    private void show(long n, Session session) {
        var row = new StateRecord("blue", n, session);
        views.apply(row, Json.encode(row));
        views.whole();
    }

    @Test
    void a_session_is_told_as_it_is_once_this_node_shows_what_happened() throws Exception {
        Session running = Entities.running("s-1", "h", false, CAUSE);
        show(1, Entities.requested("s-1", Entities.spec(false), CAUSE));
        Thread telling = Thread.startVirtualThread(() -> tell(running));
        await().until(() -> WAITS_OR_IS_OVER.contains(telling.getState()));
        assertThat(peer.told).isEmpty();

        show(2, running);

        assertThat(telling.join(Duration.ofSeconds(20))).isTrue();
        assertThat(peer.told).singleElement().asString().contains("session_status_update", "\"running\"");
    }

    private void tell(Session session) {
        var event = new EventRecord("blue", 2, 1, session.ref(), CAUSE, new Event.SessionRunning(session.process()));
        try {
            news.told(new EventStep.Happened(
                    event, new byte[0], new Cursor.Events("blue", 2, new Hint(new UUID(1, 1), 0, 0))));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
