package dev.signalbox.api.dialect.orchestra;

import static dev.signalbox.api.core.Capability.DELEGATE;
import static dev.signalbox.api.core.Capability.VIEW;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.gateway.Commands;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Row;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Request;
import dev.signalbox.api.http.Route;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.spec.ApprovalMode;
import dev.signalbox.schemas.spec.Placement;
import dev.signalbox.schemas.spec.TaskSpec;
import dev.signalbox.schemas.spec.Workspace;
import dev.signalbox.schemas.state.Task;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
        String workingDir = body.text("working_dir");
        String ticket = OrchestraIds.ticket();
        var made = commands.made(
                principal,
                () -> OrchestraIds.session(type),
                fresh -> new Command.CreateTask(
                        ticket, spec(type, instruction, timeout, workingDir, fresh.id()), Map.of()));
        var _ = Commands.accepted(made.outcome());
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
        return Reply.json(
                202,
                new Wire.Delegated(
                        ticket,
                        attempt == null ? made.id().id() : attempt.sessionId(),
                        task.status().terminal() ? Mapping.status(task.status()) : "pending",
                        Times.iso(task.createdAt())));
    }

    /// It may wait for a place for as long as it may run, and ends as `timeout` in either case.
    private static TaskSpec spec(
            String type, String instruction, Duration timeout, @Nullable String workingDir, String sessionId) {
        return new TaskSpec(
                null,
                instruction,
                type,
                List.of(),
                null,
                workingDir == null ? Workspace.DEFAULT : new Workspace(workingDir, null),
                Placement.ANYWHERE,
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
        if (!core.readiness().viewsReady()) {
            throw Refusal.of(ErrorCode.UNAVAILABLE, "this node is still reading the state")
                    .asException();
        }
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
