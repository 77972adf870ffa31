package dev.signalbox.api.dialect.elemental;

import static dev.signalbox.api.core.Capability.VIEW;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.feed.Start;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.http.Heartbeat;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Request;
import dev.signalbox.api.http.Route;
import dev.signalbox.api.http.Streams;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import dev.signalbox.schemas.state.Session;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The stream of an agent.
final class StreamRoutes {
    private static final int EARLIER = 100;

    private final ApiCore core;
    private final Directory directory;
    private final Streams streams;
    private final Duration heartbeat;

    StreamRoutes(ApiCore core, Directory directory, Streams streams, Duration heartbeat) {
        this.core = core;
        this.directory = directory;
        this.streams = streams;
        this.heartbeat = heartbeat;
    }

    List<Route> routes() {
        return List.of(Route.of("GET", "/api/agents/{id}/stream", VIEW, this::stream));
    }

    /// @param last what the client has of the session
    private record Place(Session session, EventId last) {}

    private Reply stream(Request request) throws InterruptedException {
        directory.ready();
        Principal principal = request.principal();
        Optional<EventId> last = request.header("Last-Event-ID").flatMap(EventId::parse);
        Optional<Place> place = place(principal, request.parameter("id"), last);
        if (place.isEmpty()) {
            return WireError.NO_SESSION.reply();
        }
        Session session = place.get().session();
        EventId from = place.get().last();
        return streams.events(
                principal,
                () -> core.output().open(principal.namespace(), session.id(), start(from), true),
                (feed, out) -> new AgentStream(feed, session, from, new Heartbeat(heartbeat, principal.expiresAt()))
                        .write(out));
    }

    private static Start start(EventId last) {
        return last.afterAll()
                ? new Start.End()
                : last.offset() == 0 ? new Start.Beginning() : new Start.AtByte(Stream.OUT, last.offset());
    }

    /// Where a client goes on: in the session of the event that it had last, until it has all of that one; then, or
    /// when that is none of the agent's, in the agent's live one.
    private Optional<Place> place(Principal principal, String agentId, Optional<EventId> last)
            throws InterruptedException {
        if (last.isPresent()) {
            EventId had = last.get();
            Optional<Session> session = directory.sessionsOf(principal, agentId, EARLIER).stream()
                    .filter(one -> had.isOf(one.id()))
                    .findFirst();
            if (session.isPresent()
                    && (!session.get().status().terminal()
                            || had.before(EventId.exit(session.get().id())))) {
                return Optional.of(new Place(session.get(), had));
            }
        }
        return directory.activeNow(principal, agentId).map(session -> new Place(session, EventId.first(session.id())));
    }
}
