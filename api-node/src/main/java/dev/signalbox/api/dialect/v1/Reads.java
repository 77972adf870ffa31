package dev.signalbox.api.dialect.v1;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Page;
import dev.signalbox.api.core.view.Row;
import dev.signalbox.api.core.view.Summary;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Request;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.state.Entity;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// What all reading of views has in common: not before they are there, not before the cursor that the client asks
/// for, and with the cursor of what is shown.
final class Reads {
    static final String CURSOR = "Signalbox-Cursor";
    private static final String AT_LEAST = "If-At-Least";
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final Duration AT_LEAST_PATIENCE = Duration.ofSeconds(5);

    private final ApiCore core;

    Reads(ApiCore core) {
        this.core = core;
    }

    /// Waits until the views show what the request asks for.
    ///
    /// @throws dev.signalbox.api.core.RefusedException UNAVAILABLE, CURSOR_INVALID
    void ready(Request request) throws InterruptedException {
        core.readiness().requireViews();
        var atLeast = request.header(AT_LEAST);
        if (atLeast.isEmpty()) {
            return;
        }
        var cursor = Cursor.decode(AT_LEAST, atLeast.get(), Cursor.State.class);
        String namespace = request.principal().namespace();
        if (!cursor.namespace().equals(namespace)) {
            throw Refusal.of(ErrorCode.CURSOR_INVALID, AT_LEAST, AT_LEAST + " is not a cursor of this namespace")
                    .asException();
        }
        if (!core.views().awaitN(namespace, cursor.n(), AT_LEAST_PATIENCE)) {
            throw Refusal.of(ErrorCode.UNAVAILABLE, AT_LEAST, "this node has not read so far yet")
                    .asException();
        }
    }

    /// The id that a path parameter means.
    String id(Request request, Kind<?, ?> kind, String parameter) {
        return core.views()
                .resolve(request.principal().namespace(), kind, parameter, request.parameter(parameter), false);
    }

    /// The same for a command: an id that this node has not seen may be known to the decider.
    String idForCommand(Request request, Kind<?, ?> kind, String parameter) {
        return core.views()
                .resolve(request.principal().namespace(), kind, parameter, request.parameter(parameter), true);
    }

    <E extends Entity> Row<E> row(Request request, Kind<E, ?> kind, String parameter) throws InterruptedException {
        ready(request);
        return core.views()
                .get(request.principal().namespace(), kind, id(request, kind, parameter))
                .orElseThrow(() -> Views.missing(kind, parameter));
    }

    /// One entity.
    Reply one(Request request, Kind<?, ?> kind, String parameter) throws InterruptedException {
        ready(request);
        long n = core.views().n(request.principal().namespace());
        Row<?> row = row(request, kind, parameter);
        return shown(request, n, V1Json.entity(row));
    }

    /// One entity; with `wait` once it is as the predicate says, or as it is when that time is over.
    <E extends Entity> Reply oneOrUntil(Request request, Kind<E, ?> kind, String parameter, Predicate<E> until)
            throws InterruptedException {
        return oneOrUntil(request, kind, parameter, until, V1Json::entity);
    }

    /// The same, written in a way of its own.
    <E extends Entity> Reply oneOrUntil(
            Request request, Kind<E, ?> kind, String parameter, Predicate<E> until, Writing<E> writing)
            throws InterruptedException {
        var wait = Parameters.duration(request, "wait", LONGEST_WAIT);
        ready(request);
        long n = core.views().n(request.principal().namespace());
        if (wait.isEmpty()) {
            return shown(request, n, writing.json(row(request, kind, parameter)));
        }
        Row<E> row = core.views()
                .await(request.principal().namespace(), kind, id(request, kind, parameter), until, wait.get())
                .orElseThrow(() -> Views.missing(kind, parameter));
        return shown(request, row.n(), writing.json(row));
    }

    /// How an entity is written.
    @FunctionalInterface
    interface Writing<E extends Entity> {
        Object json(Row<E> row) throws InterruptedException;
    }

    /// The id that a parameter of the query means by which a list is narrowed: an id, a prefix or a name.
    Optional<String> wanted(Request request, Kind<?, ?> kind, String parameter) {
        return request.query(parameter)
                .map(text -> core.views().resolve(request.principal().namespace(), kind, parameter, text, true));
    }

    /// A list, newest first.
    <S extends Summary> Reply list(Request request, Kind<?, S> kind, Predicate<S> filter) throws InterruptedException {
        Page.Request page = Parameters.page(request);
        String namespace = request.principal().namespace();
        long n = core.views().n(namespace);
        return shown(request, n, V1Json.page(core.views().page(namespace, kind, filter, page), V1Json::summary));
    }

    /// An answer with the cursor of what it shows.
    ///
    /// @param n read before the answer was put together
    Reply shown(Request request, long n, Object json) {
        String cursor = new Cursor.State(request.principal().namespace(), n).encode();
        Reply reply = new Reply.Whole(200, Map.of(CURSOR, cursor), Reply.JSON, Json.encode(json));
        return core.readiness().logReachable() ? reply : reply.header("Signalbox-Stale", "true");
    }
}
