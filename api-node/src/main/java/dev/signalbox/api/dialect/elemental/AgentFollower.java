package dev.signalbox.api.dialect.elemental;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.feed.LogSource.LogAwayException;
import dev.signalbox.api.core.feed.OutputFeed;
import dev.signalbox.api.core.feed.OutputStep;
import dev.signalbox.api.core.feed.Start;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.api.http.WsPeer;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.state.Agent;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Session;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Follows an agent for one client of the WebSocket: its live session from now on, and each later one from its
/// beginning.
final class AgentFollower {
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final int LATER = 100;

    private final ApiCore core;
    private final Directory directory;
    private final WsPeer peer;
    private final String agentId;
    private final BooleanSupplier terminal;
    private final @Nullable Session first;
    private final Semaphore signal = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;

    /// @param first the session to begin with, null when the agent has none
    /// @param terminal whether the client is a terminal, which is sent what a screen gets as it is
    AgentFollower(
            ApiCore core,
            Directory directory,
            WsPeer peer,
            String agentId,
            @Nullable Session first,
            BooleanSupplier terminal) {
        this.core = core;
        this.directory = directory;
        this.peer = peer;
        this.agentId = agentId;
        this.first = first;
        this.terminal = terminal;
        this.thread = Thread.ofVirtual().name("elemental-follower").unstarted(this::run);
    }

    String agentId() {
        return agentId;
    }

    void start() {
        thread.start();
    }

    /// When this returns, nothing more of the agent is sent.
    void close() throws InterruptedException {
        abandon();
        thread.join();
    }

    void abandon() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        var ref = new EntityRef(EntityType.AGENT, agentId);
        Optional<Session> newest =
                directory.sessionsOf(peer.principal(), agentId, 1).stream().findFirst();
        String last = first != null ? first.id() : newest.map(Session::id).orElse(null);
        try (Views.Watch _ = core.views().watch(peer.principal().namespace(), ref, signal::release)) {
            if (first != null) {
                follow(first, new Start.End());
            }
            while (!closed) {
                signal.drainPermits();
                Optional<Session> next = after(last);
                if (next.isPresent()) {
                    last = next.get().id();
                    follow(next.get(), new Start.Beginning());
                } else {
                    // The agent may be seen to have a session before that session is.
                    Duration wait = expects(last) ? SOON : WAIT;
                    boolean _ = signal.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException | WsPeer.ClosedException e) {
            // Unsubscribed, or the client is gone.
        } catch (RefusedException e) {
            failed(e);
        }
    }

    private boolean expects(@Nullable String last) {
        return directory
                .known(peer.principal(), agentId)
                .map(Agent::activeSession)
                .filter(active -> !active.equals(last))
                .isPresent();
    }

    /// The oldest of the agent's sessions that is younger than the last one.
    private Optional<Session> after(@Nullable String last) {
        List<Session> younger = directory.sessionsOf(peer.principal(), agentId, LATER).stream()
                .takeWhile(session -> !session.id().equals(last))
                .toList();
        return younger.isEmpty() ? Optional.empty() : Optional.of(younger.getLast());
    }

    private void follow(Session session, Start start) throws InterruptedException {
        try (OutputFeed feed = opened(session, start)) {
            var translation = new Translation(session.spec(), start instanceof Start.Beginning ? 0 : -1);
            boolean over = false;
            while (!closed && !over) {
                over = give(session, translation, feed.next(WAIT));
            }
        }
    }

    private OutputFeed opened(Session session, Start start) throws InterruptedException {
        while (true) {
            try {
                return core.output().open(peer.principal().namespace(), session.id(), start, true);
            } catch (LogAwayException e) {
                Thread.sleep(AGAIN.toMillis());
            }
        }
    }

    private boolean give(Session session, Translation translation, OutputStep step) throws InterruptedException {
        switch (step) {
            case OutputStep.Output(var record, _, _) -> {
                if (record.kind() == OutputRecord.Kind.BYTES && record.stream() == OutputRecord.Stream.OUT) {
                    send(session, translation.take(record.value(), Instant.now()));
                }
            }
            case OutputStep.Gap gap -> {
                send(session, translation.skipTo(0, Instant.now()));
                error("records " + gap.fromSeq() + " to " + gap.toSeq() + " of the output are no longer kept");
            }
            case OutputStep.CaughtUp _, OutputStep.Idle _ -> {}
            case OutputStep.End(var ended, var _, var _) -> {
                send(session, translation.finish(Instant.now()));
                Closing closing = Closing.of(ended);
                if (closing.error() != null) {
                    error(closing.error());
                }
                peer.send(text(closing.exit().put("type", "exit")));
                return true;
            }
        }
        return false;
    }

    private void send(Session session, List<AgentEvent> events) throws InterruptedException {
        for (AgentEvent event : events) {
            ObjectNode json = Json.mapper().createObjectNode();
            if (session.spec().interactive() && terminal.getAsBoolean()) {
                json.put("type", "pty-data").set("data", event.json().path("content"));
            } else {
                json.put("type", "event").set("event", event.json());
            }
            peer.send(text(json));
        }
    }

    private void failed(RefusedException e) {
        try {
            error(e.refusal().message());
        } catch (InterruptedException | WsPeer.ClosedException gone) {
            // Nobody is there to be told.
        }
    }

    private void error(String why) throws InterruptedException {
        peer.send(text(Json.mapper().createObjectNode().put("type", "error").put("error", why)));
    }

    static String text(ObjectNode json) {
        return new String(Json.encode(json), StandardCharsets.UTF_8);
    }
}
