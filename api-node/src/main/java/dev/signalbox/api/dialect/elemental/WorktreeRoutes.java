package dev.signalbox.api.dialect.elemental;

import static dev.signalbox.api.core.Capability.CREATE;
import static dev.signalbox.api.core.Capability.VIEW;

import dev.signalbox.api.core.gateway.Commands;
import dev.signalbox.api.core.place.Repositories;
import dev.signalbox.api.http.Replays;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Request;
import dev.signalbox.api.http.Route;
import dev.signalbox.schemas.state.Repository;
import dev.signalbox.schemas.state.Repository.WorkingTree;
import dev.signalbox.schemas.state.Repository.WorktreeState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Worktrees, made and removed by git on the host that has the repository.
final class WorktreeRoutes {
    private final Commands commands;
    private final Directory directory;
    private final Trees trees;

    WorktreeRoutes(Commands commands, Directory directory, Trees trees) {
        this.commands = commands;
        this.directory = directory;
        this.trees = trees;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/api/worktrees", VIEW, this::list),
                Route.of("POST", "/api/worktrees", CREATE, this::create),
                Route.of("GET", "/api/worktrees/{path}", VIEW, this::get),
                Route.of("DELETE", "/api/worktrees/{path}", CREATE, this::remove));
    }

    private Reply list(Request request) throws InterruptedException {
        directory.ready();
        Optional<Repository> repository = trees.fresh(request.principal());
        if (repository.isEmpty()) {
            return WireError.WORKTREES_DISABLED.reply();
        }
        return Reply.json(
                200,
                Map.of(
                        "worktrees",
                        repository.get().worktrees().stream()
                                .filter(worktree -> !worktree.main() && worktree.state() != WorktreeState.FAILED)
                                .map(WireWorktree::of)
                                .toList()));
    }

    private Reply get(Request request) throws InterruptedException {
        directory.ready();
        Optional<Repository> repository = trees.fresh(request.principal());
        if (repository.isEmpty()) {
            return WireError.WORKTREES_DISABLED.reply();
        }
        return WorktreePaths.find(repository.get(), request.parameter("path"))
                .map(worktree -> Reply.json(200, Map.of("worktree", WireWorktree.of(worktree))))
                .orElseGet(() -> WireError.NOT_FOUND.reply("Worktree not found"));
    }

    private Reply create(Request request) throws InterruptedException {
        directory.ready();
        Body body = Body.read(request.body());
        Optional<Repository> repository = trees.repository(request.principal());
        if (repository.isEmpty()) {
            return WireError.WORKTREES_DISABLED.reply();
        }
        String agent = body.text("agentName");
        String task = body.text("taskId");
        if (agent == null || agent.isBlank() || task == null || task.isBlank()) {
            return WireError.INVALID_INPUT.reply("agentName and taskId are required");
        }
        String title = body.text("taskTitle");
        String branch = body.text("customBranch");
        String path = body.text("customPath");
        Repositories.Made added = trees.add(
                request.principal(),
                body.once(commands, request),
                repository.get(),
                path == null ? WorktreeNames.path(agent, title) : WorktreePaths.relative(repository.get(), path),
                branch == null ? WorktreeNames.branch(agent, task, title) : branch,
                body.text("baseBranch"),
                WireWorktree.attributes(agent, task));
        WorkingTree made = added.worktree();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("success", true);
        json.put("worktree", WireWorktree.of(made));
        json.put("branch", made.branch() == null ? "HEAD" : made.branch());
        json.put("path", made.relativePath() + "/");
        json.put("branchCreated", made.branchCreated());
        return Replays.marked(added.outcome(), Reply.json(201, json));
    }

    private Reply remove(Request request) throws InterruptedException {
        directory.ready();
        Optional<Repository> repository = trees.fresh(request.principal());
        if (repository.isEmpty()) {
            return WireError.WORKTREES_DISABLED.reply();
        }
        Optional<WorkingTree> worktree = WorktreePaths.find(repository.get(), request.parameter("path"));
        if (worktree.isEmpty()) {
            return WireError.NOT_FOUND.reply("Worktree not found");
        }
        if (worktree.get().main()) {
            return WireError.INVALID_INPUT.reply("Cannot remove the main worktree");
        }
        trees.remove(
                request.principal(),
                repository.get(),
                worktree.get(),
                truth(request, "force"),
                truth(request, "deleteBranch"));
        return Reply.json(200, Map.of("success", true));
    }

    private static boolean truth(Request request, String name) {
        return request.query(name).orElse("").equals("true");
    }
}
