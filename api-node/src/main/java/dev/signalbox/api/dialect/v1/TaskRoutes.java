package dev.signalbox.api.dialect.v1;

import static dev.signalbox.api.core.Capability.DELEGATE;
import static dev.signalbox.api.core.Capability.STOP;
import static dev.signalbox.api.core.Capability.VIEW;

import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Summary.TaskSummary;
import dev.signalbox.api.dialect.v1.Bodies.ReasonRequest;
import dev.signalbox.api.dialect.v1.Bodies.TaskRequest;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Request;
import dev.signalbox.api.http.Route;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.state.TaskStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Delegated work.
final class TaskRoutes {
    private static final Set<TaskStatus> ENDED =
            Arrays.stream(TaskStatus.values()).filter(TaskStatus::terminal).collect(Collectors.toSet());
    private static final Set<TaskStatus> OPEN =
            Arrays.stream(TaskStatus.values()).filter(s -> !s.terminal()).collect(Collectors.toSet());

    private final Reads reads;
    private final Writes writes;
    private final SessionBodies bodies;

    TaskRoutes(ApiCore core, Reads reads, Writes writes) {
        this.reads = reads;
        this.writes = writes;
        this.bodies = new SessionBodies(core.views());
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/v1/tasks", VIEW, this::list)
                        .asking("limit", "page", "status", "provider", "agent", "label"),
                Route.of("POST", "/v1/tasks", DELEGATE, this::create),
                Route.of("GET", "/v1/tasks/{task}", VIEW, this::get).asking("wait"),
                Route.of("POST", "/v1/tasks/{task}/cancel", STOP, this::cancel),
                Route.of("POST", "/v1/tasks/{task}/retry", DELEGATE, this::retry));
    }

    private Reply list(Request request) throws InterruptedException {
        reads.ready(request);
        Optional<Set<TaskStatus>> statuses =
                Parameters.constants(request, "status", TaskStatus.class, Map.of("open", OPEN, "ended", ENDED));
        Optional<String> provider = request.query("provider");
        Optional<String> agent = reads.wanted(request, Kind.AGENT, "agent");
        Predicate<TaskSummary> labels = Parameters.labels(request);
        return reads.list(
                request,
                Kind.TASK,
                task -> statuses.map(set -> set.contains(task.status())).orElse(true)
                        && provider.map(p -> p.equals(task.provider())).orElse(true)
                        && agent.map(id -> id.equals(task.agentId())).orElse(true)
                        && labels.test(task));
    }

    private Reply create(Request request) throws InterruptedException {
        TaskRequest body = request.json(TaskRequest.class, true);
        String id = Ids.TASK.mint();
        var command = new Command.CreateTask(
                id, bodies.task(request.principal().namespace(), body), Check.environment("env", body.env()));
        return writes.made(request, command, Kind.TASK, id, "/v1/tasks/");
    }

    private Reply get(Request request) throws InterruptedException {
        return reads.oneOrUntil(
                request, Kind.TASK, "task", task -> task.status().terminal());
    }

    private Reply cancel(Request request) throws InterruptedException {
        String id = reads.idForCommand(request, Kind.TASK, "task");
        String reason = request.json(ReasonRequest.class, false).reason();
        return writes.change(request, new Command.CancelTask(id, reason), Kind.TASK, id);
    }

    private Reply retry(Request request) throws InterruptedException {
        String id = reads.idForCommand(request, Kind.TASK, "task");
        var _ = request.json(Bodies.NoBody.class, false);
        return writes.change(request, new Command.RetryTask(id), Kind.TASK, id);
    }
}
