package dev.signalbox.api.dialect.orchestra;

import static dev.signalbox.api.core.Capability.DELEGATE;
import static dev.signalbox.api.core.Capability.VIEW;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.gateway.Answer;
import dev.signalbox.api.core.gateway.Commands;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Row;
import dev.signalbox.api.http.Replays;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Request;
import dev.signalbox.api.http.Route;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.spec.ApprovalMode;
import dev.signalbox.schemas.spec.TaskSpec;
import dev.signalbox.schemas.state.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Delegated work.
final class TaskRoutes {
    private static final long DEFAULT_TIMEOUT = 300_000;
    private static final long MIN_TIMEOUT = 1_000;
    private static final long MAX_TIMEOUT = 3_600_000;
    private static final Duration ASSIGNED = Duration.ofSeconds(2);

    private final ApiCore core;
    private final Commands commands;
    private final Limits limits;

    TaskRoutes(ApiCore core, Commands commands, Limits limits) {
        this.core = core;
        this.commands = commands;
        this.limits = limits;
    }

    List<Route> routes() {
        return List.of(
                limits.delegating(Route.of("POST", "/api/delegate", DELEGATE, this::delegate)),
                Route.of("GET", "/api/tasks/{ticket}", VIEW, this::ticket));
    }

    private Reply delegate(Request request) throws InterruptedException {
        Principal principal = request.principal();
        var body = new Members(request.tree());
        String type = AgentTypes.startable(body.needed("agent_type"));
        String instruction = Instructions.of(body.needed("task"), body.object("context"));
        Duration timeout = Duration.ofMillis(body.integer("timeout_ms", DEFAULT_TIMEOUT, MIN_TIMEOUT, MAX_TIMEOUT));
        Hosts.requireAble(core.views(), principal.namespace(), type, false);
        Worksite site = Worksite.of(core.views(), principal.namespace(), type, body.text("working_dir"));
        var repetition = request.repetition();
        String fresh = OrchestraIds.ticket();
        var made = commands.repeatable(repetition)
                .made(
                        principal,
                        () -> OrchestraIds.session(type),
                        session -> new Command.CreateTask(
                                fresh, spec(type, instruction, timeout, site, session.id()), Map.of()));
        if (made.answer() instanceof Answer.Pending && repetition.isEmpty()) {
            // Whether it is accepted is still to be seen; the ticket will tell.
            return Reply.json(202, new Wire.Delegated(fresh, made.id().id(), "pending", Times.iso(Instant.now())));
        }
        Outcome outcome = Commands.accepted(made.outcome());
        String ticket = Replays.subject(outcome);
        Task task = core.views()
                .await(
                        principal.namespace(),
                        Kind.TASK,
                        ticket,
                        t -> t.attempt() != null || t.status().terminal(),
                        ASSIGNED)
                .map(Row::entity)
                .orElseThrow(() -> missing());
        Task.Attempt attempt = task.attempt();
        var delegated = new Wire.Delegated(
                ticket,
                attempt == null ? task.spec().sessionId() : attempt.sessionId(),
                task.status().terminal() ? Mapping.status(task.status()) : "pending",
                Times.iso(task.createdAt()));
        return Replays.marked(outcome, Reply.json(202, delegated));
    }

    /// It may wait for a place for as long as it may run, and ends as `timeout` in either case.
    private static TaskSpec spec(String type, String instruction, Duration timeout, Worksite site, String sessionId) {
        return new TaskSpec(
                null,
                instruction,
                type,
                List.of(),
                null,
                site.workspace(),
                site.placement(),
                List.of(),
                Map.of(),
                Map.of(),
                ApprovalMode.EDITS,
                timeout,
                timeout,
                1,
                0,
                sessionId);
    }

    private Reply ticket(Request request) {
        core.readiness().requireViews();
        Task task = core.views()
                .get(request.principal().namespace(), Kind.TASK, request.parameter("ticket"))
                .map(Row::entity)
                .orElseThrow(TaskRoutes::missing);
        return Reply.json(200, Mapping.ticket(task));
    }

    private static RuntimeException missing() {
        return Refusal.of(ErrorCode.TASK_NOT_FOUND, "there is no such ticket").asException();
    }
}
