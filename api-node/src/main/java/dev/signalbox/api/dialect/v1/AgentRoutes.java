package dev.signalbox.api.dialect.v1;

import static dev.signalbox.api.core.Capability.CREATE;
import static dev.signalbox.api.core.Capability.VIEW;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.api.core.gateway.Answer;
import dev.signalbox.api.core.gateway.Commands;
import dev.signalbox.api.core.gateway.Profiles;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Summary.AgentSummary;
import dev.signalbox.api.dialect.v1.Bodies.AgentRequest;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Request;
import dev.signalbox.api.http.Route;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.spec.AgentProfile;
import dev.signalbox.schemas.spec.AgentProfile.AgentKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Named agents.
final class AgentRoutes {
    private static final Set<AgentKind> NAMED = EnumSet.complementOf(EnumSet.of(AgentKind.ADHOC));

    private final ApiCore core;
    private final Reads reads;
    private final Writes writes;

    AgentRoutes(ApiCore core, Reads reads, Writes writes) {
        this.core = core;
        this.reads = reads;
        this.writes = writes;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/v1/agents", VIEW, this::list).asking("limit", "page", "kind", "provider", "label"),
                Route.of("POST", "/v1/agents", CREATE, this::create),
                Route.of("GET", "/v1/agents/{agent}", VIEW, request -> reads.one(request, Kind.AGENT, "agent")),
                Route.of("PATCH", "/v1/agents/{agent}", CREATE, this::update),
                Route.of("DELETE", "/v1/agents/{agent}", CREATE, this::delete));
    }

    private Reply list(Request request) throws InterruptedException {
        reads.ready(request);
        Set<AgentKind> kinds =
                Parameters.constants(request, "kind", AgentKind.class, Map.of()).orElse(NAMED);
        Optional<String> provider = request.query("provider");
        Predicate<AgentSummary> labels = Parameters.labels(request);
        return reads.list(
                request,
                Kind.AGENT,
                agent -> kinds.contains(agent.kind())
                        && provider.map(p -> p.equals(agent.provider())).orElse(true)
                        && labels.test(agent));
    }

    private Reply create(Request request) throws InterruptedException {
        AgentRequest body = request.json(AgentRequest.class, true);
        String id = Ids.AGENT.mint();
        var profile = new AgentProfile(
                Check.name("name", body.name()),
                kind(body.kind() == null ? AgentKind.AI : body.kind()),
                body.provider(),
                body.role(),
                Check.labels("labels", body.labels()),
                body.attributes() == null ? Map.of() : body.attributes());
        return writes.made(request, new Command.CreateAgent(id, profile), Kind.AGENT, id, "/v1/agents/");
    }

    /// What is not given stays as it is, also what another one changes meanwhile.
    private Reply update(Request request) throws InterruptedException {
        String id = reads.row(request, Kind.AGENT, "agent").entity().id();
        AgentRequest body = request.json(AgentRequest.class, true);
        ObjectNode given = request.tree();
        Commands commands = core.commands().repeatable(request.repetition());
        Answer answer = new Profiles(core.views(), commands)
                .change(request.principal(), id, before -> patched(before, body, given));
        return writes.changed(request, answer, Kind.AGENT, id);
    }

    private static AgentProfile patched(AgentProfile before, AgentRequest body, ObjectNode given) {
        return new AgentProfile(
                given.has("name") ? Check.name("name", body.name()) : before.name(),
                body.kind() == null ? before.kind() : kind(body.kind()),
                given.has("provider") ? body.provider() : before.provider(),
                given.has("role") ? body.role() : before.role(),
                given.has("labels") ? Check.labels("labels", body.labels()) : before.labels(),
                given.has("attributes")
                        ? (body.attributes() == null ? Map.of() : body.attributes())
                        : before.attributes());
    }

    private Reply delete(Request request) throws InterruptedException {
        String id = reads.idForCommand(request, Kind.AGENT, "agent");
        return writes.gone(request, new Command.DeleteAgent(id));
    }

    private static AgentKind kind(AgentKind kind) {
        if (kind == AgentKind.ADHOC) {
            throw Check.invalid("kind", "must be AI, CHANNEL or PERSON");
        }
        return kind;
    }
}
