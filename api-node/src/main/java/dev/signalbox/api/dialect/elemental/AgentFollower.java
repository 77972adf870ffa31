package dev.signalbox.api.dialect.elemental;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.feed.OutputFeed;
import dev.signalbox.api.core.feed.OutputStep;
import dev.signalbox.api.core.feed.Start;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.api.http.WsPeer;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.state.Agent;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Session;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows an agent for one client of the WebSocket: its live session from now on, and each later one from its
/// beginning. A log that is away for a while is waited for.
final class AgentFollower {
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final int LATER = 100;

    private static final Logger log = LoggerFactory.getLogger(AgentFollower.class);

    private final ApiCore core;
    private final Directory directory;
    private final WsPeer peer;
    private final String agentId;
    private final BooleanSupplier terminal;
    private final @Nullable Session newest;
    private final Semaphore signal = new Semaphore(0);
    private final Thread thread;
    private @Nullable OutputFeed opened;
    private volatile boolean closed;

    /// @param newest the agent's newest session, which is followed if it is live; null when it never had one
    /// @param terminal whether the client is a terminal, which is sent what a screen gets as it is
    AgentFollower(
            ApiCore core,
            Directory directory,
            WsPeer peer,
            String agentId,
            @Nullable Session newest,
            BooleanSupplier terminal) {
        this.core = core;
        this.directory = directory;
        this.peer = peer;
        this.agentId = agentId;
        this.newest = newest;
        this.terminal = terminal;
        this.thread = Thread.ofVirtual().name("elemental-follower").unstarted(this::run);
    }

    String agentId() {
        return agentId;
    }

    /// Whether the agent has a live session to begin with.
    boolean hasSession() {
        return newest != null && !newest.status().terminal();
    }

    /// Takes its place in the live session: what is put out after this will be told. Where that cannot be had now, it
    /// is had later.
    void takePlace() throws InterruptedException {
        if (newest != null && hasSession()) {
            try {
                opened = open(newest, new Start.End());
            } catch (RefusedException e) {
                log.debug("no place yet in sessionId={}: {}", newest.id(), e.getMessage());
            }
        }
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

    /// For one that was not started.
    void drop() {
        OutputFeed begun = opened;
        if (begun != null) {
            begun.close();
        }
    }

    private void run() {
        var ref = new EntityRef(EntityType.AGENT, agentId);
        String last = newest == null ? null : newest.id();
        try (Views.Watch _ = core.views().watch(peer.principal().namespace(), ref, signal::release)) {
            if (newest != null && hasSession()) {
                follow(newest, new Start.End(), opened);
            }
            while (!closed) {
                signal.drainPermits();
                Optional<Session> next = after(last);
                if (next.isPresent()) {
                    last = next.get().id();
                    follow(next.get(), new Start.Beginning(), null);
                } else {
                    // The agent may be seen to have a session before that session is.
                    Duration wait = expects(last) ? SOON : WAIT;
                    boolean _ = signal.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException | WsPeer.ClosedException e) {
            // Unsubscribed, or the client is gone.
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

    /// To the session's end.
    private void follow(Session session, Start start, @Nullable OutputFeed begun) throws InterruptedException {
        var narration = start instanceof Start.Beginning
                ? Narration.from(session.spec(), 0)
                : Narration.fromNow(session.spec());
        try (OutputFeed feed = begun == null ? opened(session, start) : begun) {
            boolean over = false;
            while (!closed && !over) {
                over = give(session, narration, feed.next(WAIT));
            }
        } catch (RefusedException e) {
            // The session is not kept any more; the agent's next one is not to suffer from that.
            error(e.refusal().message());
        }
    }

    private OutputFeed open(Session session, Start start) throws InterruptedException {
        return core.output().open(peer.principal().namespace(), session.id(), start, true);
    }

    /// @throws RefusedException for any other reason than that the log is away
    private OutputFeed opened(Session session, Start start) throws InterruptedException {
        while (true) {
            try {
                return open(session, start);
            } catch (RefusedException e) {
                if (e.refusal().code() != ErrorCode.UNAVAILABLE) {
                    throw e;
                }
                Thread.sleep(AGAIN);
            }
        }
    }

    private boolean give(Session session, Narration narration, OutputStep step) throws InterruptedException {
        switch (step) {
            case OutputStep.Output(var record, _, var at) -> tell(session, narration.take(record, at));
            case OutputStep.Gap _, OutputStep.CaughtUp _, OutputStep.Idle _ -> {}
            case OutputStep.End(var ended, var _, var _) -> {
                tell(session, narration.finish(ended));
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

    private void tell(Session session, List<Narration.Part> parts) throws InterruptedException {
        for (Narration.Part part : parts) {
            switch (part) {
                case Narration.Part.Happened(var event) -> tell(session, event);
                case Narration.Part.Missing missing -> error(missing.text());
            }
        }
    }

    private void tell(Session session, AgentEvent event) throws InterruptedException {
        ObjectNode json = Json.mapper().createObjectNode();
        if (session.spec().interactive() && terminal.getAsBoolean()) {
            json.put("type", "pty-data").set("data", event.json().path("content"));
        } else {
            json.put("type", "event").set("event", event.json());
        }
        peer.send(text(json));
    }

    private void error(String why) throws InterruptedException {
        peer.send(text(Json.mapper().createObjectNode().put("type", "error").put("error", why)));
    }

    static String text(ObjectNode json) {
        return new String(Json.encode(json), StandardCharsets.UTF_8);
    }
}
