package dev.signalbox.api.dialect.v1;

import static dev.signalbox.api.core.Capability.CREATE;
import static dev.signalbox.api.core.Capability.INPUT;
import static dev.signalbox.api.core.Capability.STOP;
import static dev.signalbox.api.core.Capability.VIEW;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Row;
import dev.signalbox.api.core.view.Summary.SessionSummary;
import dev.signalbox.api.dialect.v1.Bodies.ResumeRequest;
import dev.signalbox.api.dialect.v1.Bodies.SessionRequest;
import dev.signalbox.api.dialect.v1.Bodies.StopRequest;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Request;
import dev.signalbox.api.http.Route;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.spec.TerminalSize;
import dev.signalbox.schemas.state.Activity;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Sessions, but for their streams.
final class SessionRoutes {
    private static final Set<SessionStatus> ENDED = Arrays.stream(SessionStatus.values())
            .filter(SessionStatus::terminal)
            .collect(Collectors.toSet());
    private static final Set<SessionStatus> LIVE =
            Arrays.stream(SessionStatus.values()).filter(s -> !s.terminal()).collect(Collectors.toSet());

    private final ApiCore core;
    private final Reads reads;
    private final Writes writes;
    private final SessionBodies bodies;

    SessionRoutes(ApiCore core, Reads reads, Writes writes) {
        this.core = core;
        this.reads = reads;
        this.writes = writes;
        this.bodies = new SessionBodies(core.views());
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/v1/sessions", VIEW, this::list)
                        .asking("limit", "page", "status", "activity", "host", "agent", "provider", "task", "label"),
                Route.of("POST", "/v1/sessions", CREATE, this::start),
                Route.of("GET", "/v1/sessions/{session}", VIEW, this::get).asking("wait"),
                Route.of("POST", "/v1/sessions/{session}/resize", INPUT, this::resize),
                Route.of("POST", "/v1/sessions/{session}/stop", STOP, this::stop),
                Route.of("POST", "/v1/sessions/{session}/resume", CREATE, this::resume));
    }

    private Reply list(Request request) throws InterruptedException {
        reads.ready(request);
        Optional<Set<SessionStatus>> statuses =
                Parameters.constants(request, "status", SessionStatus.class, Map.of("live", LIVE, "ended", ENDED));
        Optional<Set<Activity>> activities = Parameters.constants(request, "activity", Activity.class, Map.of());
        Optional<String> provider = request.query("provider");
        Optional<String> host = reads.wanted(request, Kind.HOST, "host");
        Optional<String> agent = reads.wanted(request, Kind.AGENT, "agent");
        Optional<String> task = reads.wanted(request, Kind.TASK, "task");
        Predicate<SessionSummary> labels = Parameters.labels(request);
        return reads.list(
                request,
                Kind.SESSION,
                s -> statuses.map(set -> set.contains(s.status())).orElse(true)
                        && activities
                                .map(set -> s.activity() != null && set.contains(s.activity()))
                                .orElse(true)
                        && provider.map(p -> p.equals(s.provider())).orElse(true)
                        && host.map(id -> id.equals(s.hostId())).orElse(true)
                        && agent.map(id -> id.equals(s.agentId())).orElse(true)
                        && task.map(id -> id.equals(s.taskId())).orElse(true)
                        && labels.test(s));
    }

    private Reply start(Request request) throws InterruptedException {
        SessionRequest body = request.json(SessionRequest.class, true);
        String namespace = request.principal().namespace();
        String id = Ids.SESSION.mint();
        var command = new Command.StartSession(
                id,
                bodies.agent(namespace, body.agent()),
                bodies.session(namespace, body),
                body.prompt(),
                Check.environment("env", body.env()));
        return writes.made(request, command, Kind.SESSION, id, "/v1/sessions/");
    }

    private Reply get(Request request) throws InterruptedException {
        String namespace = request.principal().namespace();
        return reads.oneOrUntil(
                request, Kind.SESSION, "session", session -> session.status().terminal(), row -> shown(namespace, row));
    }

    private ObjectNode shown(String namespace, Row<Session> row) throws InterruptedException {
        ObjectNode json = V1Json.entity(row);
        core.output()
                .retained(namespace, row.entity())
                .ifPresent(from -> json.putPOJO(Refusal.OUTPUT_FROM, from.facts()));
        return json;
    }

    private Reply resize(Request request) throws InterruptedException {
        String id = reads.idForCommand(request, Kind.SESSION, "session");
        TerminalSize size = request.json(TerminalSize.class, true);
        return writes.change(request, new Command.ResizeSession(id, size), Kind.SESSION, id);
    }

    private Reply stop(Request request) throws InterruptedException {
        String id = reads.idForCommand(request, Kind.SESSION, "session");
        StopRequest body = request.json(StopRequest.class, false);
        var command = new Command.StopSession(
                id,
                Bodies.orElse(body.graceful(), true),
                SessionBodies.duration("grace", body.grace(), Command.StopSession.LONGEST_GRACE),
                body.reason(),
                Bodies.orElse(body.suspend(), false));
        return writes.change(request, command, Kind.SESSION, id);
    }

    private Reply resume(Request request) throws InterruptedException {
        String resumes = reads.idForCommand(request, Kind.SESSION, "session");
        ResumeRequest body = request.json(ResumeRequest.class, false);
        String id = Ids.SESSION.mint();
        var command = new Command.ResumeSession(
                id,
                resumes,
                body.prompt(),
                body.interactive(),
                body.nativeSessionId(),
                Check.environment("env", body.env()));
        return writes.made(request, command, Kind.SESSION, id, "/v1/sessions/");
    }
}
