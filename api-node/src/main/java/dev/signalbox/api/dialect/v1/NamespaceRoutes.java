package dev.signalbox.api.dialect.v1;

import static dev.signalbox.api.core.Capability.ADMIN;
import static dev.signalbox.api.core.Capability.VIEW;

import dev.signalbox.api.core.gateway.Answer;
import dev.signalbox.api.core.gateway.Commands;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Row;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.api.dialect.v1.Bodies.LimitsRequest;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Request;
import dev.signalbox.api.http.Route;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.command.Command.OpenNamespace.Limits;
import dev.signalbox.schemas.state.Namespace;
import java.util.List;

/// The namespace of the token: what it may have, and what it has had.
final class NamespaceRoutes {
    private final ApiCore core;
    private final Reads reads;
    private final Writes writes;

    NamespaceRoutes(ApiCore core, Reads reads, Writes writes) {
        this.core = core;
        this.reads = reads;
        this.writes = writes;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/v1/namespace", VIEW, this::get),
                Route.of("PATCH", "/v1/namespace/limits", ADMIN, this::limit));
    }

    private Reply get(Request request) throws InterruptedException {
        reads.ready(request);
        String namespace = request.principal().namespace();
        long n = core.views().n(namespace);
        Row<Namespace> row = core.views()
                .get(namespace, Kind.NAMESPACE, namespace)
                .orElseThrow(() -> Views.missing(Kind.NAMESPACE, "namespace"));
        return reads.shown(request, n, V1Json.entity(row));
    }

    /// A limit that is not given stays as it is, also when another one changes it meanwhile.
    private Reply limit(Request request) throws InterruptedException {
        reads.ready(request);
        LimitsRequest body = request.json(LimitsRequest.class, true);
        String namespace = request.principal().namespace();
        Commands commands = core.commands().repeatable(request.repetition());
        Answer answer = commands.changed(request.principal(), () -> {
            Limits before = core.views()
                    .get(namespace, Kind.NAMESPACE, namespace)
                    .map(row -> row.entity().limits())
                    .orElse(Limits.DEFAULT);
            return new Command.OpenNamespace(body.instead(before), before);
        });
        return writes.changed(request, answer, Kind.NAMESPACE, namespace);
    }
}
