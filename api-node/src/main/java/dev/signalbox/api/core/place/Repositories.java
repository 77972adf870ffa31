package dev.signalbox.api.core.place;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.gateway.Commands;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Row;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.state.Repository;
import dev.signalbox.schemas.state.Repository.Problem;
import dev.signalbox.schemas.state.Repository.WorkingTree;
import dev.signalbox.schemas.state.Repository.WorktreeState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Repositories on hosts and their worktrees: has hosts look again, and makes and removes worktrees,
/// waiting for what git on the host says to it.
public final class Repositories {
    private final Views views;
    private final Commands commands;

    public Repositories(Views views, Commands commands) {
        this.views = views;
        this.commands = commands;
    }

    /// What became of a wish for a worktree.
    ///
    /// @param outcome of the command
    /// @param n of what is seen of it, in the namespace
    public record Made(Outcome outcome, long n, WorkingTree worktree) {}

    /// What became of the wish that a worktree goes.
    ///
    /// @param outcome of the command
    /// @param n of what is seen of it, in the namespace
    /// @param gone false: the time was over before
    public record Removed(Outcome outcome, long n, boolean gone) {}

    /// Has the host look, and waits for what it sees; what was seen before when the time is over.
    ///
    /// @throws RefusedException what the decider or the host refuses; UNAVAILABLE when it never looked
    public Repository inspect(Principal principal, String hostId, String path, Duration atMost)
            throws InterruptedException {
        Outcome outcome = commands.accepted(principal, new Command.InspectRepository(hostId, path));
        Repository seen = await(principal, Ids.repository(hostId, path), r -> lookedSince(r, outcome.at()), atMost)
                .entity();
        if (seen.aliasOf() != null) {
            seen = await(principal, seen.aliasOf(), r -> lookedSince(r, outcome.at()), atMost)
                    .entity();
        }
        Problem problem = seen.problem();
        if (problem != null) {
            throw Refusal.of(problem.code(), "path", problem.message()).asException();
        }
        if (!seen.present()) {
            throw Refusal.of(ErrorCode.UNAVAILABLE, "the host did not look in time")
                    .asException();
        }
        return seen;
    }

    /// The same for a repository that is known, with what is known when its host cannot be asked.
    public Repository refreshed(Principal principal, Repository repository, Duration atMost)
            throws InterruptedException {
        try {
            return inspect(principal, repository.hostId(), repository.path(), atMost);
        } catch (RefusedException e) {
            if (e.refusal().code() == ErrorCode.UNAVAILABLE) {
                return repository;
            }
            throw e;
        }
    }

    private static boolean lookedSince(Repository repository, Instant time) {
        return repository.inspectedAt() != null && !repository.inspectedAt().isBefore(time);
    }

    /// Makes a worktree and waits for it.
    ///
    /// @param path below `.worktrees/` of the repository
    /// @return with the worktree; CREATING when the time was over before
    /// @throws RefusedException what the decider or git refuses: NAME_TAKEN, WORKTREE_REFUSED, UNAVAILABLE, …
    public Made add(
            Principal principal,
            Repository repository,
            String path,
            String branch,
            @Nullable String base,
            Map<String, String> attributes,
            Duration atMost)
            throws InterruptedException {
        var command = new Command.AddWorktree(repository.id(), path, branch, base, attributes);
        Outcome outcome = commands.accepted(principal, command);
        long operation = outcome.number() == null ? 0 : outcome.number();
        Row<Repository> after = await(
                principal,
                repository.id(),
                r -> r.worktree(path)
                        .filter(one -> one.operation() == operation && one.state() == WorktreeState.CREATING)
                        .isEmpty(),
                atMost);
        WorkingTree made = after.entity()
                .worktree(path)
                .filter(one -> one.operation() == operation)
                .orElseThrow(() -> Refusal.of(ErrorCode.WORKTREE_REFUSED, "path", "the worktree is gone again")
                        .asException());
        refuse(made.state() == WorktreeState.FAILED ? made.problem() : null);
        return new Made(outcome, after.n(), made);
    }

    /// Removes a worktree and waits until it is gone.
    ///
    /// @param path absolute, or as seen from the repository
    /// @throws RefusedException what the decider or git refuses: NOT_FOUND, WORKTREE_BUSY, UNAVAILABLE, …
    public Removed remove(
            Principal principal,
            Repository repository,
            String path,
            boolean force,
            boolean deleteBranch,
            Duration atMost)
            throws InterruptedException {
        var command = new Command.RemoveWorktree(repository.id(), path, force, deleteBranch);
        Outcome outcome = commands.accepted(principal, command);
        long operation = outcome.number() == null ? 0 : outcome.number();
        Predicate<WorkingTree> cleaning = one -> one.operation() == operation && one.state() == WorktreeState.CLEANING;
        Row<Repository> after = await(
                principal,
                repository.id(),
                r -> r.worktree(path).filter(cleaning).isEmpty(),
                atMost);
        Optional<WorkingTree> left = after.entity().worktree(path).filter(one -> one.operation() == operation);
        left.filter(one -> one.state() == WorktreeState.ACTIVE).ifPresent(one -> refuse(one.problem()));
        return new Removed(outcome, after.n(), left.isEmpty());
    }

    private static void refuse(@Nullable Problem problem) {
        if (problem != null) {
            throw Refusal.of(problem.code(), "path", problem.message()).asException();
        }
    }

    private Row<Repository> await(Principal principal, String id, Predicate<Repository> until, Duration atMost)
            throws InterruptedException {
        return views.await(principal.namespace(), Kind.REPOSITORY, id, until, atMost)
                .orElseThrow(() -> Views.missing(Kind.REPOSITORY, "repository"));
    }
}
