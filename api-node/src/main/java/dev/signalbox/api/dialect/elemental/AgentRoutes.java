package dev.signalbox.api.dialect.elemental;

import static dev.signalbox.api.core.Capability.CREATE;
import static dev.signalbox.api.core.Capability.INPUT;
import static dev.signalbox.api.core.Capability.STOP;
import static dev.signalbox.api.core.Capability.VIEW;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.gateway.Commands;
import dev.signalbox.api.core.gateway.Profiles;
import dev.signalbox.api.core.gateway.Repetition;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Page;
import dev.signalbox.api.core.view.Summary.AgentSummary;
import dev.signalbox.api.http.Replays;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Request;
import dev.signalbox.api.http.Route;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.spec.AgentProfile;
import dev.signalbox.schemas.spec.AgentProfile.AgentKind;
import dev.signalbox.schemas.state.Agent;
import dev.signalbox.schemas.state.Session;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Agents, and what is done with their sessions.
final class AgentRoutes {
    private static final int HISTORY = 5;

    private final ApiCore core;
    private final Directory directory;
    private final Sessions sessions;
    private final Whereabouts whereabouts;
    private final String node;
    private final ElementalIds ids;

    /// @param node names this node among writers
    AgentRoutes(
            ApiCore core,
            Directory directory,
            Sessions sessions,
            Whereabouts whereabouts,
            String node,
            ElementalIds ids) {
        this.core = core;
        this.directory = directory;
        this.sessions = sessions;
        this.whereabouts = whereabouts;
        this.node = node;
        this.ids = ids;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/api/agents", VIEW, this::list),
                Route.of("POST", "/api/agents", CREATE, this::create),
                Route.of("GET", "/api/agents/{id}", VIEW, this::get),
                Route.of("PATCH", "/api/agents/{id}", CREATE, this::update),
                Route.of("DELETE", "/api/agents/{id}", CREATE, this::delete),
                Route.of("GET", "/api/agents/{id}/status", VIEW, this::status),
                Route.of("POST", "/api/agents/{id}/start", CREATE, this::start),
                Route.of("POST", "/api/agents/{id}/stop", STOP, this::stop),
                Route.of("POST", "/api/agents/{id}/resume", CREATE, this::resume),
                Route.of("POST", "/api/agents/{id}/input", INPUT, this::input));
    }

    /// In the order in which they were made. The implicit agent of a session is listed while that lives.
    private Reply list(Request request) {
        directory.ready();
        Principal principal = request.principal();
        Optional<String> role = request.query("role");
        List<AgentSummary> found = new ArrayList<>(core.views()
                .page(
                        principal.namespace(),
                        Kind.AGENT,
                        agent -> Directory.runs(agent.kind())
                                && (agent.kind() != AgentKind.ADHOC || agent.activeSession() != null)
                                && role.map(name -> AgentRole.of(agent.role())
                                                .wireName()
                                                .equals(name))
                                        .orElse(true),
                        new Page.Request(Integer.MAX_VALUE, null))
                .items());
        Collections.reverse(found);
        return Reply.json(
                200,
                Map.of(
                        "agents",
                        found.stream()
                                .flatMap(agent -> directory.known(principal, agent.id()).stream())
                                .map(agent -> directory.wire(principal, agent))
                                .toList()));
    }

    private Reply get(Request request) throws InterruptedException {
        directory.ready();
        return shown(200, request.principal(), directory.agent(request.principal(), request.parameter("id")));
    }

    private Reply shown(int status, Principal principal, Agent agent) {
        return Reply.json(status, Map.of("agent", directory.wire(principal, agent)));
    }

    private Reply create(Request request) throws InterruptedException {
        Principal principal = request.principal();
        Body body = Body.read(request.body());
        AgentProfile profile = AgentMapping.profile(body, null, principal.subject());
        var made = body.once(core.commands(), request)
                .made(principal, ids::agent, id -> new Command.CreateAgent(id, profile));
        Outcome outcome = Commands.accepted(made.outcome());
        Agent agent = directory.agent(principal, Replays.subject(outcome));
        return Replays.marked(outcome, shown(201, principal, agent));
    }

    private Reply update(Request request) throws InterruptedException {
        Principal principal = request.principal();
        Agent agent = directory.agent(principal, request.parameter("id"));
        Body body = Body.read(request.body());
        var answer = new Profiles(core.views(), core.commands())
                .change(principal, agent.id(), before -> AgentMapping.profile(body, before, principal.subject()));
        var _ = Commands.accepted(Commands.known(answer));
        return shown(200, principal, directory.agent(principal, agent.id()));
    }

    private Reply delete(Request request) throws InterruptedException {
        Principal principal = request.principal();
        Agent agent = directory.agent(principal, request.parameter("id"));
        var _ = core.commands().accepted(principal, new Command.DeleteAgent(agent.id()));
        return Reply.json(200, Map.of("success", true));
    }

    private Reply status(Request request) throws InterruptedException {
        directory.ready();
        Principal principal = request.principal();
        Agent agent = directory.agent(principal, request.parameter("id"));
        Optional<Session> active = directory.active(principal, agent.id());
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("agentId", agent.id());
        json.put("hasActiveSession", active.isPresent());
        json.set(
                "activeSession",
                active.map(session -> Json.mapper().<ObjectNode>valueToTree(directory.wire(principal, session)))
                        .orElse(null));
        json.set(
                "recentHistory",
                Json.mapper()
                        .valueToTree(directory.sessionsOf(principal, agent.id(), HISTORY).stream()
                                .map(session ->
                                        directory.wire(principal, session).history())
                                .toList()));
        return Reply.json(200, json);
    }

    private Reply start(Request request) throws InterruptedException {
        directory.ready();
        Principal principal = request.principal();
        Body body = Body.read(request.body());
        Agent agent = directory.agent(principal, request.parameter("id"));
        boolean interactive = body.truth("interactive", false);
        String prompt = body.prompt("initialPrompt");
        return begun(
                principal,
                sessions.start(
                        principal,
                        body.once(core.commands(), request),
                        agent,
                        whereabouts.place(principal, body),
                        interactive,
                        prompt));
    }

    private Reply resume(Request request) throws InterruptedException {
        directory.ready();
        Principal principal = request.principal();
        Body body = Body.read(request.body());
        Agent agent = directory.agent(principal, request.parameter("id"));
        String prompt = body.prompt("resumePrompt");
        boolean check = body.truth("checkReadyQueue", true);
        return begun(
                principal,
                sessions.resume(
                        principal,
                        body.once(core.commands(), request),
                        agent,
                        body.text("claudeSessionId"),
                        whereabouts.place(principal, body),
                        prompt,
                        check));
    }

    private Reply begun(Principal principal, Sessions.Begun begun) {
        return switch (begun) {
            case Sessions.Begun.Here(var session, var check, var outcome) -> {
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("success", true);
                json.put("session", directory.wire(principal, session));
                if (check != null) {
                    json.put("uwpCheck", check);
                }
                yield Replays.marked(outcome, Reply.json(201, json));
            }
            case Sessions.Begun.Exists(var present) ->
                WireError.SESSION_EXISTS.reply(
                        WireError.SESSION_EXISTS.message(),
                        present.map(session -> Map.of("existingSession", directory.wire(principal, session)))
                                .orElse(Map.of()));
            case Sessions.Begun.Nothing _ -> WireError.NO_RESUMABLE_SESSION.reply();
            case Sessions.Begun.Failed(var error, var why) ->
                error.reply(error == WireError.INTERNAL_ERROR ? "Error: " + why : why);
        };
    }

    private Reply stop(Request request) throws InterruptedException {
        directory.ready();
        Body body = Body.read(request.body());
        return sessions.stop(
                        request.principal(), request.parameter("id"), body.truth("graceful", true), body.text("reason"))
                .map(id -> (Reply) Reply.json(200, Map.of("success", true, "sessionId", id)))
                .orElseGet(WireError.NO_SESSION::reply);
    }

    private Reply input(Request request) throws InterruptedException {
        directory.ready();
        Body body = Body.read(request.body());
        String input = body.prompt("input");
        if (input == null || input.isEmpty()) {
            return WireError.INVALID_INPUT.reply("Input is required");
        }
        Principal principal = request.principal();
        Optional<Session> active = directory.activeNow(principal, request.parameter("id"));
        Optional<Repetition> repetition = request.repetition(body.json());
        if (active.isEmpty() && repetition.isPresent()) {
            // It may have come before, while there was one.
            active = directory.sessionsOf(principal, request.parameter("id"), 1).stream()
                    .findFirst();
        }
        if (active.isEmpty()) {
            return WireError.NO_SESSION.reply();
        }
        // Not released: the subject's next request finds the keyboard.
        Optional<Outcome> outcome = new Typing(core, node).say(principal, active.get(), input, repetition);
        String session = outcome.filter(Replays::is)
                .map(Replays::subject)
                .flatMap(id -> core.views().get(principal.namespace(), Kind.INPUT, id))
                .map(row -> row.entity().sessionId())
                .orElse(active.get().id());
        Reply reply = Reply.json(202, Map.of("success", true, "sessionId", session));
        return outcome.map(known -> Replays.marked(known, reply)).orElse(reply);
    }
}
