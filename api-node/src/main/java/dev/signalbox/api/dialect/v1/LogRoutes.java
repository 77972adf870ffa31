package dev.signalbox.api.dialect.v1;

import static dev.signalbox.api.core.Capability.VIEW;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.core.feed.EventFeeds.From;
import dev.signalbox.api.core.gateway.Answer;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Request;
import dev.signalbox.api.http.Route;
import dev.signalbox.api.http.Streams;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.event.EventRecord;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.state.EntityType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The log itself: everything that happens, and what became of a command.
final class LogRoutes {
    private static final Set<String> TYPES = Arrays.stream(Event.class.getPermittedSubclasses())
            .map(Json::typeName)
            .collect(Collectors.toCollection(TreeSet::new));

    private final ApiCore core;
    private final Reads reads;
    private final Writes writes;
    private final Streams streams;
    private final Duration heartbeat;

    LogRoutes(ApiCore core, Reads reads, Writes writes, Streams streams, Duration heartbeat) {
        this.core = core;
        this.reads = reads;
        this.writes = writes;
        this.streams = streams;
        this.heartbeat = heartbeat;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/v1/events", VIEW, this::events).asking("from", "type", "entity", "follow"),
                writes.telling(Route.of("GET", "/v1/commands/{command}", VIEW, this::outcome)
                        .asking()));
    }

    private Reply events(Request request) throws InterruptedException {
        Predicate<EventRecord> wanted = types(request).and(entities(request));
        boolean follow = Parameters.truth(request, "follow", true);
        From from = from(request);
        return streams.events(
                request.principal(),
                () -> core.events().open(request.principal().namespace(), from, follow),
                (feed, out) -> new EventStream(feed, wanted, follow, request.principal(), core.readiness(), heartbeat)
                        .write(out));
    }

    private static From from(Request request) {
        Optional<String> last = request.header("Last-Event-ID");
        if (last.isPresent()) {
            return behind("Last-Event-ID", last.get());
        }
        String from = request.query("from").orElse("end");
        return switch (from) {
            case "start" -> new From.Beginning();
            case "end" -> new From.End();
            default -> behind("from", from);
        };
    }

    private static From behind(String field, String text) {
        return new From.Behind(field, Cursor.decode(field, text, Cursor.Events.class));
    }

    private static Predicate<EventRecord> types(Request request) {
        Optional<List<String>> types = request.query("type").map(Parameters::words);
        types.ifPresent(words -> words.forEach(word -> {
            if (!TYPES.contains(word)) {
                throw Parameters.invalid("type", "must be some of " + String.join(", ", TYPES));
            }
        }));
        return event -> types.map(
                        words -> words.contains(Json.typeName(event.event().getClass())))
                .orElse(true);
    }

    private static Predicate<EventRecord> entities(Request request) {
        Set<String> kinds =
                Arrays.stream(EntityType.values()).map(EntityType::wireName).collect(Collectors.toSet());
        Optional<List<String>> entities = request.query("entity").map(Parameters::words);
        entities.ifPresent(words -> words.forEach(word -> {
            if (!kinds.contains(word.split("/", 2)[0])) {
                throw Parameters.invalid("entity", "must be a kind, or kind/id; kinds are " + String.join(", ", kinds));
            }
        }));
        return event -> entities.map(
                        words -> words.contains(event.entity().type().wireName())
                                || words.contains(event.entity().toString()))
                .orElse(true);
    }

    private Reply outcome(Request request) throws InterruptedException {
        String id = request.parameter("command");
        if (!Ids.COMMAND.matches(id)) {
            throw missing();
        }
        Answer answer = core.gateway().lookup(request.principal(), id);
        if (!(answer instanceof Answer.Decided(var outcome))) {
            throw Refusal.of(ErrorCode.UNAVAILABLE, "the outcome could not be asked for in time")
                    .asException();
        }
        if (outcome.code() == ErrorCode.COMMAND_NOT_FOUND) {
            throw missing();
        }
        Outcome asked = outcome.repeatedFor(id);
        return reads.shown(request, Math.max(outcome.n(), 0), asked);
    }

    private static RefusedException missing() {
        return Refusal.of(ErrorCode.COMMAND_NOT_FOUND, "command", ErrorCode.COMMAND_NOT_FOUND.meaning())
                .asException();
    }
}
