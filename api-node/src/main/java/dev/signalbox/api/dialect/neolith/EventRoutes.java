package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.Refusal;
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
import java.time.Instant;
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
    private static final int MOST = 100;

    /// The time of a record in the log may differ a little from that of its cause.
    private static final Duration MARGIN = Duration.ofSeconds(5);

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
        var asker = surface.access().asker(request, "events", true);
        boolean stream = request.header("Accept").orElse("").contains("text/event-stream");
        Optional<EventPlace> place = place(request);
        var events = new DaemonEvents(asker.orchestratorId(), id -> owner(asker.namespace(), id));
        Predicate<DaemonEvents.Wire> open = Acknowledgements.of(surface, asker).open();
        return stream
                ? stream(asker, place, events, open)
                : list(asker, place.orElseGet(() -> new EventPlace(surface.now().minus(DEFAULT), 0)), events, open);
    }

    private static Optional<EventPlace> place(Request request) {
        Optional<String> last = request.header("Last-Event-ID").filter(id -> !id.isBlank());
        Optional<String> given = last.or(() -> request.query("since"));
        return given.map(text -> EventPlace.of(text)
                .orElseThrow(() -> DaemonAccess.shaped(
                                Refusal.of(
                                        ErrorCode.INVALID_REQUEST,
                                        last.isPresent() ? "Last-Event-ID" : "since",
                                        "since must be a time such as 2024-01-01T00:00:00Z, or the id of an event"),
                                true)
                        .asException()));
    }

    private @Nullable String owner(String namespace, String sessionId) {
        return surface.core()
                .views()
                .get(namespace, Kind.SESSION, sessionId)
                .map(row -> row.entity().spec().labels().get(Labels.ORCHESTRATOR))
                .orElse(null);
    }

    private Reply list(
            DaemonAccess.Asker asker, EventPlace from, DaemonEvents events, Predicate<DaemonEvents.Wire> open)
            throws InterruptedException {
        List<DaemonEvents.Wire> found = new ArrayList<>();
        long deadline = System.nanoTime() + BUDGET.toNanos();
        try (EventFeed feed = surface.core()
                .events()
                .open(asker.namespace(), new From.Since(from.at().minus(MARGIN)), false)) {
            boolean more = true;
            while (more && found.size() < MOST && System.nanoTime() < deadline) {
                switch (feed.next(Duration.ofSeconds(1))) {
                    case EventStep.Happened(var record, var _, var _) -> {
                        if (from.precedes(DaemonEvents.place(record))) {
                            events.of(record).filter(open).ifPresent(found::add);
                        }
                    }
                    case EventStep.CaughtUp _ -> more = false;
                    case EventStep.Gap _, EventStep.Idle _ -> {}
                }
            }
        }
        return Reply.json(200, Map.of("events", found));
    }

    private Reply stream(
            DaemonAccess.Asker asker,
            Optional<EventPlace> place,
            DaemonEvents events,
            Predicate<DaemonEvents.Wire> open)
            throws InterruptedException {
        From from =
                place.<From>map(one -> new From.Since(one.at().minus(MARGIN))).orElseGet(From.End::new);
        Streams.Permit permit = streams.admit(asker.principal().subject());
        boolean opened = false;
        try {
            EventFeed feed = surface.core().events().open(asker.namespace(), from, true);
            opened = true;
            Instant expires = asker.expiresAt();
            var stream = new EventStream(feed, place, events, open, expires, surface.options());
            return new Reply.Streamed(200, Map.of("X-Accel-Buffering", "no"), "text/event-stream", -1, out -> {
                try (permit;
                        feed) {
                    stream.write(out);
                }
            });
        } finally {
            if (!opened) {
                permit.close();
            }
        }
    }

    private Reply acknowledge(Request request) throws InterruptedException {
        var asker = surface.access().asker(request, "events", true);
        Fields fields = surface.body(request, true);
        List<String> ids = fields.texts("eventIds", true);
        fields.check(true);
        int count = Acknowledgements.of(surface, asker).add(ids);
        return Reply.json(200, Map.of("success", true, "acknowledged", count));
    }
}
