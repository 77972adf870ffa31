package dev.signalbox.api.dialect.orchestra;

import static dev.signalbox.api.core.Capability.CREATE;
import static dev.signalbox.api.core.Capability.STOP;
import static dev.signalbox.api.core.Capability.VIEW;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.gateway.Answer;
import dev.signalbox.api.core.gateway.Commands;
import dev.signalbox.api.core.measure.LatestMeasurements;
import dev.signalbox.api.core.measure.Measurements;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Page;
import dev.signalbox.api.core.view.Row;
import dev.signalbox.api.core.view.Summary.SessionSummary;
import dev.signalbox.api.http.Replays;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Request;
import dev.signalbox.api.http.Route;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionEnd;
import dev.signalbox.schemas.state.SessionStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Agents, which are sessions.
final class AgentRoutes {
    private static final Set<String> STATUSES = Set.of(AgentStatuses.RUNNING, AgentStatuses.IDLE, AgentStatuses.ERROR);
    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final Duration GONE = Duration.ofSeconds(8);

    private final ApiCore core;
    private final Commands commands;
    private final Limits limits;
    private final Duration patience;
    private final InstantSource clock;
    private final LatestMeasurements measurements;

    /// @param patience how long a new agent may take to run
    AgentRoutes(ApiCore core, Commands commands, Limits limits, Duration patience, InstantSource clock) {
        this.core = core;
        this.commands = commands;
        this.limits = limits;
        this.patience = patience;
        this.clock = clock;
        this.measurements = new LatestMeasurements(new Measurements(core.views(), core.commands()), clock);
    }

    List<Route> routes() {
        return List.of(
                limits.spawning(Route.of("POST", "/api/agents/spawn", CREATE, this::spawn)),
                Route.of("GET", "/api/agents", VIEW, this::list),
                Route.of("GET", "/api/agents/{session}", VIEW, this::get),
                Route.of("DELETE", "/api/agents/{session}", STOP, this::kill));
    }

    private Reply spawn(Request request) throws InterruptedException {
        Principal principal = request.principal();
        var body = new Members(request.tree());
        String type = AgentTypes.startable(body.needed("agent_type"));
        Map<String, String> env = body.environment("env");
        var wish = new SpawnWish(type, body.text("working_dir"), body.flag("interactive", true), body.text("resumes"));
        sameType(request, wish);
        Hosts.requireAble(core.views(), principal.namespace(), type, wish.interactive());
        Outcome outcome = Commands.accepted(commands.repeatable(request.repetition())
                .made(principal, () -> OrchestraIds.session(type), fresh -> wish.command(fresh, env))
                .outcome());
        String id = Replays.subject(outcome);
        Session session = core.views()
                .await(
                        principal.namespace(),
                        Kind.SESSION,
                        id,
                        s -> s.status() == SessionStatus.RUNNING || s.status().terminal(),
                        patience)
                .map(Row::entity)
                .orElseThrow(() -> missing(id));
        boolean ran = Replays.is(outcome) && session.since().containsKey(SessionStatus.RUNNING);
        if (session.status() == SessionStatus.RUNNING || ran) {
            return Replays.marked(outcome, Reply.json(201, Mapping.spawned(session)));
        }
        throw failed(session, session.status().terminal() || stopped(principal, id))
                .asException();
    }

    /// Sees to it that it does not begin to run after it was told to have failed; whether that is certain.
    private boolean stopped(Principal principal, String id) throws InterruptedException {
        var stop = new Command.StopSession(id, false, null, "it did not run in time", false);
        return commands.answer(principal.allowedOnly(STOP), stop) instanceof Answer.Decided(var outcome)
                && outcome.accepted();
    }

    /// The id says the type, so it must not be that of an agent of another one.
    private void sameType(Request request, SpawnWish wish) {
        Optional.ofNullable(wish.resumes())
                .flatMap(before -> find(request, before))
                .filter(before -> !before.spec().provider().equals(wish.type()))
                .ifPresent(before -> {
                    throw Check.invalid(
                            "agent_type",
                            "must be that of the session that is resumed: "
                                    + before.spec().provider());
                });
    }

    private Refusal failed(Session session, boolean over) {
        SessionEnd end = session.end();
        ErrorCode code = end == null || end.code() == null ? ErrorCode.LAUNCH_FAILED : end.code();
        String why;
        if (!session.status().terminal()) {
            why = session.hostId() == null
                    ? "no host could take it in " + patience.toSeconds() + " s"
                    : "it did not run in " + patience.toSeconds() + " s";
        } else if (end == null) {
            why = session.status().name();
        } else {
            why = end.reason() != null ? end.reason() : "it ended at once, with exit code " + end.exitCode();
        }
        Refusal refusal = Refusal.of(
                        code, "the agent could not be started: " + why.replace("workspace.cwd", "working_dir"))
                .with(OrchestraRefusals.SESSION, session.id());
        return over ? refusal : refusal.hint("it could not be stopped, so it may begin later: look for it");
    }

    private Reply list(Request request) {
        core.readiness().requireViews();
        Optional<String> status = request.query("status");
        status.filter(given -> !STATUSES.contains(given)).ifPresent(_ -> {
            throw Check.invalid("status", "must be running, idle or error");
        });
        Optional<String> type = request.query("agent_type").map(AgentTypes::known);
        String namespace = request.principal().namespace();
        Instant now = clock.instant();
        var page = core.views()
                .page(
                        namespace,
                        Kind.SESSION,
                        s -> perhapsShown(s, now)
                                && type.map(t -> t.equals(s.provider())).orElse(true),
                        new Page.Request(Integer.MAX_VALUE, null));
        List<Wire.Agent> agents = page.items().stream()
                .flatMap(s -> core.views().get(namespace, Kind.SESSION, s.id()).stream())
                .map(Row::entity)
                .filter(session -> AgentStatuses.shown(session, now))
                .sorted(Comparator.comparing(Mapping::created).thenComparing(Session::id))
                .map(Mapping::agent)
                .filter(agent -> status.map(agent.status()::equals).orElse(true))
                .toList();
        return Reply.json(200, new Wire.Agents(agents, agents.size()));
    }

    /// What a summary can tell of [AgentStatuses#shown].
    private static boolean perhapsShown(SessionSummary session, Instant now) {
        return !session.status().terminal()
                || now.isBefore(session.statusSince().plus(AgentStatuses.ERROR_SHOWN));
    }

    private Reply get(Request request) throws InterruptedException {
        core.readiness().requireViews();
        String id = request.parameter("session");
        Session session = find(request, id)
                .filter(s -> AgentStatuses.shown(s, clock.instant()))
                .orElseThrow(() -> missing(id));
        return Reply.json(200, Mapping.details(session, measurements.of(request.principal(), session)));
    }

    private Reply kill(Request request) throws InterruptedException {
        core.readiness().requireViews();
        Principal principal = request.principal();
        String id = Check.id("session_id", request.parameter("session"));
        if (find(request, id).map(s -> s.status().terminal()).orElse(false)) {
            throw missing(id);
        }
        // One that this node does not show may have been started over another; the decider knows.
        boolean mine;
        try {
            Outcome outcome =
                    commands.accepted(principal, new Command.StopSession(id, true, GRACE, "terminated", false));
            // An older processor does not say; then whoever asks is told that it ended.
            mine = outcome.number() == null || outcome.number() == Outcome.BEGUN;
        } catch (RefusedException e) {
            throw e.refusal().code() == ErrorCode.SESSION_NOT_FOUND
                    ? missing(id)
                    : e.refusal().with(OrchestraRefusals.SESSION, id).asException();
        }
        Session session = core.views()
                .await(principal.namespace(), Kind.SESSION, id, s -> s.status().terminal(), GONE)
                .map(Row::entity)
                .orElseThrow(() -> missing(id));
        if (!session.status().terminal()) {
            return Reply.json(202, new Wire.Terminated(id, "terminating", null));
        }
        if (!mine) {
            throw missing(id);
        }
        return Reply.json(200, Mapping.terminated(session));
    }

    private Optional<Session> find(Request request, String id) {
        return core.views()
                .get(request.principal().namespace(), Kind.SESSION, id)
                .map(Row::entity);
    }

    private static RefusedException missing(String id) {
        return Refusal.of(ErrorCode.SESSION_NOT_FOUND, "there is no such agent session")
                .with(OrchestraRefusals.SESSION, id)
                .asException();
    }
}
