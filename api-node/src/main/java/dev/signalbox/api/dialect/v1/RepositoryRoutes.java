package dev.signalbox.api.dialect.v1;

import static dev.signalbox.api.core.Capability.CREATE;
import static dev.signalbox.api.core.Capability.VIEW;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.place.Repositories;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Row;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.api.dialect.v1.Bodies.RepositoryRequest;
import dev.signalbox.api.dialect.v1.Bodies.WorktreeRequest;
import dev.signalbox.api.http.Reply;
import dev.signalbox.api.http.Request;
import dev.signalbox.api.http.Route;
import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.state.Repository;
import dev.signalbox.schemas.state.Repository.WorkingTree;
import dev.signalbox.schemas.state.Repository.WorktreeState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Repositories on hosts, and their worktrees.
final class RepositoryRoutes {
    private static final Duration USUAL_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final ApiCore core;
    private final Reads reads;
    private final Writes writes;
    private final Repositories repositories;

    RepositoryRoutes(ApiCore core, Reads reads, Writes writes) {
        this.core = core;
        this.reads = reads;
        this.writes = writes;
        this.repositories = new Repositories(core.views(), core.commands());
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/v1/repositories", VIEW, this::list).asking("limit", "page", "host"),
                Route.of("POST", "/v1/repositories", VIEW, this::inspect).asking("wait"),
                Route.of("GET", "/v1/repositories/{repository}", VIEW, this::get),
                writes.telling(Route.of("GET", "/v1/repositories/{repository}/worktrees", VIEW, this::worktrees)
                        .asking("refresh", "wait")),
                Route.of("POST", "/v1/repositories/{repository}/worktrees", CREATE, this::add)
                        .asking("wait"),
                Route.of("DELETE", "/v1/repositories/{repository}/worktrees", CREATE, this::remove)
                        .asking("path", "force", "deleteBranch", "wait"));
    }

    private Reply list(Request request) throws InterruptedException {
        reads.ready(request);
        Optional<String> host = request.query("host")
                .map(text -> core.views().resolve(request.principal().namespace(), Kind.HOST, "host", text, true));
        return reads.list(
                request,
                Kind.REPOSITORY,
                one -> host.map(id -> id.equals(one.hostId())).orElse(true));
    }

    private Reply inspect(Request request) throws InterruptedException {
        RepositoryRequest body = request.json(RepositoryRequest.class, true);
        reads.ready(request);
        String named = Check.text("host", body.host(), 256);
        String host = core.views().resolve(request.principal().namespace(), Kind.HOST, "host", named, true);
        String path = Check.text("path", body.path(), Check.MAX_NAME);
        return shown(request, repositories.inspect(request.principal(), host, path, wait(request)));
    }

    private Reply get(Request request) throws InterruptedException {
        return reads.one(request, Kind.REPOSITORY, "repository");
    }

    private Reply worktrees(Request request) throws InterruptedException {
        Repository repository = repository(request);
        Repository newest = Parameters.truth(request, "refresh", false)
                ? repositories.refreshed(request.principal(), repository, wait(request))
                : repository;
        return reads.shown(request, n(request), Map.of("items", newest.worktrees()));
    }

    private Reply add(Request request) throws InterruptedException {
        WorktreeRequest body = request.json(WorktreeRequest.class, true);
        Repositories.Made made = once(request)
                .add(
                        request.principal(),
                        repository(request),
                        Check.text("path", body.path(), Check.MAX_NAME),
                        Check.text("branch", body.branch(), 255),
                        body.base(),
                        Check.labels("attributes", body.attributes()),
                        wait(request));
        WorkingTree worktree = made.worktree();
        return Writes.done(
                made.outcome(), made.n(), Reply.json(worktree.state() == WorktreeState.ACTIVE ? 201 : 202, worktree));
    }

    private Reply remove(Request request) throws InterruptedException {
        String path = request.query("path")
                .orElseThrow(() -> Refusal.of(ErrorCode.INVALID_REQUEST, "path", "path is needed: of the worktree")
                        .asException());
        Repositories.Removed removed = once(request)
                .remove(
                        request.principal(),
                        repository(request),
                        path,
                        Parameters.truth(request, "force", false),
                        Parameters.truth(request, "deleteBranch", false),
                        wait(request));
        return Writes.done(removed.outcome(), removed.n(), Reply.empty(removed.gone() ? 204 : 202));
    }

    /// Each of a request's commands is decided once, however often the request is sent under one key.
    private Repositories once(Request request) {
        return new Repositories(core.views(), core.commands().repeatable(request.repetition()));
    }

    private Repository repository(Request request) throws InterruptedException {
        return reads.row(request, Kind.REPOSITORY, "repository").entity();
    }

    private Reply shown(Request request, Repository repository) {
        Row<Repository> row = core.views()
                .get(request.principal().namespace(), Kind.REPOSITORY, repository.id())
                .orElseThrow(() -> Views.missing(Kind.REPOSITORY, "repository"));
        return reads.shown(request, row.n(), V1Json.entity(row));
    }

    private long n(Request request) {
        return core.views().n(request.principal().namespace());
    }

    private static Duration wait(Request request) {
        return Parameters.duration(request, "wait", LONGEST_WAIT).orElse(USUAL_WAIT);
    }
}
