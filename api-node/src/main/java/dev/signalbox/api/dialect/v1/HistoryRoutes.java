package dev.signalbox.api.dialect.v1;

import static dev.signalbox.api.core.Capability.VIEW;

import com.fasterxml.jackson.databind.util.RawValue;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.core.feed.EventEntry;
import dev.signalbox.api.core.feed.History;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Row;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Request;
import dev.signalbox.api.http.Route;
import dev.signalbox.schemas.event.EventRecord;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionStatus;
import dev.signalbox.schemas.state.Task;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// What happened to one session or task.
final class HistoryRoutes {
    private final ApiCore core;
    private final Reads reads;

    HistoryRoutes(ApiCore core, Reads reads) {
        this.core = core;
        this.reads = reads;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/v1/sessions/{session}/history", VIEW, this::session)
                        .asking("limit", "page"),
                Route.of("GET", "/v1/tasks/{task}/history", VIEW, this::task).asking("limit", "page"));
    }

    private Reply session(Request request) throws InterruptedException {
        Row<Session> row = reads.row(request, Kind.SESSION, "session");
        Session session = row.entity();
        EntityRef ref = session.ref();
        Map<String, Long> inputs =
                core.views().inputVersions(request.principal().namespace(), session.id());
        long until = inputs.values().stream().mapToLong(Long::longValue).reduce(row.n(), Math::max);
        Instant since = session.since()
                .getOrDefault(SessionStatus.REQUESTED, session.cause().at());
        return page(
                request,
                event -> event.entity().equals(ref)
                        || (event.entity().type() == EntityType.INPUT
                                && inputs.containsKey(event.entity().id())),
                since,
                until);
    }

    private Reply task(Request request) throws InterruptedException {
        Row<Task> row = reads.row(request, Kind.TASK, "task");
        EntityRef ref = row.entity().ref();
        return page(request, event -> event.entity().equals(ref), row.entity().createdAt(), row.n());
    }

    private Reply page(Request request, Predicate<EventRecord> wanted, Instant since, long until)
            throws InterruptedException {
        String namespace = request.principal().namespace();
        int limit = request.query("limit")
                .map(text -> (int) Parameters.number("limit", text, 1, 500))
                .orElse(200);
        Cursor.Events after = request.query("page")
                .map(text -> Cursor.decode("page", text, Cursor.Events.class))
                .orElse(null);
        long n = core.views().n(namespace);
        History.Page page = core.history().read(namespace, wanted, since, until, after, limit);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("items", page.events().stream().map(HistoryRoutes::raw).toList());
        if (page.next() != null) {
            json.put("next", page.next().encode());
        }
        return reads.shown(request, n, json);
    }

    private static RawValue raw(EventEntry event) {
        return new RawValue(new String(event.json(), StandardCharsets.UTF_8));
    }
}
