package dev.signalbox.api.dialect.v1;

import static dev.signalbox.api.core.Capability.ADMIN;
import static dev.signalbox.api.core.Capability.JOIN;
import static dev.signalbox.api.core.Capability.VIEW;

import dev.signalbox.api.core.Capability;
import dev.signalbox.api.core.TokenMint;
import dev.signalbox.api.core.gateway.Answer;
import dev.signalbox.api.core.gateway.Commands;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Summary.HostSummary;
import dev.signalbox.api.dialect.v1.Bodies.JoinRequest;
import dev.signalbox.api.dialect.v1.Bodies.JoinTokenRequest;
import dev.signalbox.api.dialect.v1.Bodies.ReasonRequest;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Request;
import dev.signalbox.api.http.Route;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.HostStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Hosts: looked at, drained, removed, and how they join.
final class HostRoutes {
    private static final Duration TOKEN_TTL = Duration.ofHours(1);
    private static final Duration MAX_TOKEN_TTL = Duration.ofDays(30);

    private final ApiCore core;
    private final Reads reads;
    private final Writes writes;

    HostRoutes(ApiCore core, Reads reads, Writes writes) {
        this.core = core;
        this.reads = reads;
        this.writes = writes;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/v1/hosts", VIEW, this::list).asking("limit", "page", "status", "label"),
                Route.of("POST", "/v1/hosts/join-token", ADMIN, this::joinToken),
                Route.of("POST", "/v1/hosts/join", JOIN, this::join),
                Route.of("GET", "/v1/hosts/{host}", VIEW, request -> reads.one(request, Kind.HOST, "host")),
                Route.of("DELETE", "/v1/hosts/{host}", ADMIN, this::remove).asking("force"),
                Route.of("POST", "/v1/hosts/{host}/drain", ADMIN, this::drain),
                Route.of("POST", "/v1/hosts/{host}/undrain", ADMIN, this::undrain));
    }

    private Reply list(Request request) throws InterruptedException {
        reads.ready(request);
        Optional<Set<HostStatus>> statuses = Parameters.constants(request, "status", HostStatus.class, Map.of());
        Predicate<HostSummary> labels = Parameters.labels(request);
        return reads.list(
                request,
                Kind.HOST,
                host -> statuses.map(set -> set.contains(host.status())).orElse(true) && labels.test(host));
    }

    private Reply drain(Request request) throws InterruptedException {
        String id = reads.idForCommand(request, Kind.HOST, "host");
        String reason = request.json(ReasonRequest.class, false).reason();
        return writes.change(request, new Command.DrainHost(id, reason), Kind.HOST, id);
    }

    private Reply undrain(Request request) throws InterruptedException {
        String id = reads.idForCommand(request, Kind.HOST, "host");
        var _ = request.json(Bodies.NoBody.class, false);
        return writes.change(request, new Command.UndrainHost(id), Kind.HOST, id);
    }

    private Reply remove(Request request) throws InterruptedException {
        String id = reads.idForCommand(request, Kind.HOST, "host");
        boolean force = Parameters.truth(request, "force", false);
        return writes.change(request, new Command.RemoveHost(id, force), Kind.HOST, id);
    }

    private Reply joinToken(Request request) {
        String ttl = request.json(JoinTokenRequest.class, false).ttl();
        TokenMint.Minted minted = core.tokens()
                .joinToken(
                        request.principal(), ttl == null ? TOKEN_TTL : Parameters.duration("ttl", ttl, MAX_TOKEN_TTL));
        var principal = minted.principal();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("token", minted.token());
        json.put("tokenId", String.valueOf(principal.tokenId()));
        json.put("namespace", principal.namespace());
        json.put(
                "scopes",
                principal.capabilities().stream().map(Capability::wireName).toList());
        json.put("expiresAt", String.valueOf(principal.expiresAt()));
        return Reply.json(201, json);
    }

    private Reply join(Request request) throws InterruptedException {
        JoinRequest body = request.json(JoinRequest.class, true);
        String hostId = body.hostId() == null ? Ids.HOST.mint() : body.hostId();
        if (!Ids.HOST.matches(hostId)) {
            throw Check.invalid("hostId", "must be an id of a host, h- and 16 characters");
        }
        var command = new Command.JoinHost(
                hostId,
                Check.name("name", body.name()),
                Check.text("publicKey", body.publicKey(), 1024),
                request.principal().tokenId(),
                Check.labels("labels", body.labels()));
        Answer answer = writes.submit(request, command);
        if (!(answer instanceof Answer.Decided(var outcome))) {
            return Writes.pending(answer);
        }
        return joined(Commands.accepted(outcome), hostId);
    }

    private Reply joined(Outcome outcome, String hostId) {
        var subject = outcome.subject();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("hostId", subject != null && subject.type() == EntityType.HOST ? subject.id() : hostId);
        json.put("namespace", outcome.namespace());
        json.put("bootstrapServers", core.hostAccess().bootstrapServers());
        json.put("partitions", core.hostAccess().partitions().getAsInt());
        return Writes.done(outcome, outcome.n(), Reply.json(201, json));
    }
}
