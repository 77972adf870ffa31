package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.feed.EventFeed;
import dev.signalbox.api.core.feed.EventFeeds.From;
import dev.signalbox.api.core.feed.EventStep;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Request;
import dev.signalbox.api.http.Route;
import dev.signalbox.api.http.Streams;
import dev.signalbox.schemas.error.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What happened to an orchestrator's sessions and daemon: as a stream, or as a list. What was
/// acknowledged does not come again.
final class EventRoutes {
    private static final String PATH = "/api/daemon/events";
    private static final Duration DEFAULT = Duration.ofMinutes(5);
    private static final Duration BUDGET = Duration.ofSeconds(3);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int MOST = 100;

    private final Surface surface;
    private final Streams streams;

    EventRoutes(Surface surface, Streams streams) {
        this.surface = surface;
        this.streams = streams;
    }

    List<Route> routes() {
        return List.of(Route.open("GET", PATH, this::events), Route.open("DELETE", PATH, this::acknowledge));
    }

    private Reply events(Request request) throws InterruptedException {
        var asker = surface.access().asker(request, "events");
        boolean stream = request.header("Accept").orElse("").contains("text/event-stream");
        Optional<EventPlace> place = place(request);
        var events = new DaemonEvents(asker.orchestratorId(), id -> owner(asker.namespace(), id));
        Predicate<DaemonEvents.Wire> open = Acknowledgements.of(surface, asker).open();
        if (stream) {
            return stream(asker, place, new EventReading(place, events, open));
        }
        EventPlace from = place.orElseGet(() -> new EventPlace(surface.now().minus(DEFAULT), 0));
        return list(asker, from, new EventReading(Optional.of(from), events, open));
    }

    private static Optional<EventPlace> place(Request request) {
        Optional<String> last = request.header("Last-Event-ID").filter(id -> !id.isBlank());
        Optional<String> given = last.or(() -> request.query("since"));
        return given.map(text -> EventPlace.of(text)
                .orElseThrow(() -> Refusal.of(
                                ErrorCode.INVALID_REQUEST,
                                last.isPresent() ? "Last-Event-ID" : "since",
                                "since must be a time such as 2024-01-01T00:00:00Z, or the id of an event")
                        .asException()));
    }

    private @Nullable String owner(String namespace, String sessionId) {
        return surface.core()
                .views()
                .get(namespace, Kind.SESSION, sessionId)
                .map(row -> row.entity().spec().labels().get(Labels.ORCHESTRATOR))
                .orElse(null);
    }

    private Reply list(DaemonAccess.Asker asker, EventPlace from, EventReading reading) throws InterruptedException {
        List<DaemonEvents.Wire> found = new ArrayList<>();
        long deadline = System.nanoTime() + BUDGET.toNanos();
        boolean whole = false;
        try (EventFeed feed =
                surface.core().events().open(asker.namespace(), new From.Since(from.lookedForFrom()), false)) {
            while (!whole && System.nanoTime() < deadline) {
                switch (feed.next(LOOK)) {
                    case EventStep.Happened(var record, var _, var _) -> {
                        if (!surface.core().views().awaitN(asker.namespace(), record.n(), BUDGET)) {
                            throw behind();
                        }
                        found.addAll(reading.at(record));
                        whole = found.size() >= MOST;
                    }
                    case EventStep.CaughtUp _ -> whole = true;
                    case EventStep.Gap _, EventStep.Idle _ -> {}
                }
            }
        }
        if (!whole && found.isEmpty()) {
            // An empty list would say that there is nothing.
            throw behind();
        }
        return Reply.json(200, Map.of("events", found));
    }

    private static RefusedException behind() {
        return Refusal.of(ErrorCode.UNAVAILABLE, "the events cannot be read so far at the moment")
                .asException();
    }

    private Reply stream(DaemonAccess.Asker asker, Optional<EventPlace> place, EventReading reading)
            throws InterruptedException {
        From from = place.<From>map(one -> new From.Since(one.lookedForFrom())).orElseGet(From.End::new);
        return streams.events(
                asker.principal(),
                () -> surface.core().events().open(asker.namespace(), from, true),
                (feed, out) -> new EventStream(surface, asker, feed, reading).write(out));
    }

    private Reply acknowledge(Request request) throws InterruptedException {
        var asker = surface.access().asker(request, "events");
        Fields fields = Surface.body(request);
        List<String> ids = fields.texts("eventIds", true);
        fields.check();
        int count = Acknowledgements.of(surface, asker).add(ids);
        return Reply.json(200, Map.of("success", true, "acknowledged", count));
    }
}
