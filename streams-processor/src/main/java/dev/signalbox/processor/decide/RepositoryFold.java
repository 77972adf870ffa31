package dev.signalbox.processor.decide;

import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Repository;
import dev.signalbox.schemas.state.Repository.Problem;
import dev.signalbox.schemas.state.Repository.Seen;
import dev.signalbox.schemas.state.Repository.WorkingTree;
import dev.signalbox.schemas.state.Repository.WorktreeState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How events change a repository.
final class RepositoryFold {
    private RepositoryFold() {}

    private static Repository need(Evolve.Fold fold, String id) {
        return Evolve.need(Repository.class, fold, EntityType.REPOSITORY, id);
    }

    static void asked(Evolve.Fold fold, String id, Event.RepositoryAsked e, Cause cause) {
        fold.put(new Repository(id, e.hostId(), e.path(), null, false, null, null, List.of(), cause.at(), null, cause));
    }

    static void aliased(Evolve.Fold fold, String id, String aliasOf, Cause cause) {
        Repository r = need(fold, id);
        fold.put(new Repository(
                id, r.hostId(), r.path(), aliasOf, false, null, null, List.of(), r.createdAt(), cause.at(), cause));
    }

    static void refused(Evolve.Fold fold, String id, Event.RepositoryRefused e, Cause cause) {
        Repository r = need(fold, id);
        fold.put(new Repository(
                id,
                r.hostId(),
                r.path(),
                null,
                false,
                new Problem(e.code(), e.message()),
                r.defaultBranch(),
                r.worktrees(),
                r.createdAt(),
                cause.at(),
                cause));
    }

    /// What the host sees, with what is known of it besides. What is being made or removed stays as it is until the
    /// host has told how that went, for the look may have been before.
    static void inspected(
            Evolve.Fold fold, String id, Event.RepositoryInspected e, @Nullable Repository before, Cause cause) {
        Map<String, WorkingTree> known = new HashMap<>();
        List<WorkingTree> now = new ArrayList<>();
        if (before != null) {
            before.worktrees().forEach(worktree -> known.put(worktree.path(), worktree));
        }
        for (Seen seen : e.worktrees()) {
            WorkingTree old = known.remove(seen.path());
            now.add(old != null && RepositoryDecider.underWay(old) ? old : active(seen, old));
        }
        known.values().stream().filter(RepositoryDecider::underWay).forEach(now::add);
        fold.put(new Repository(
                id,
                e.hostId(),
                e.path(),
                null,
                true,
                null,
                e.defaultBranch(),
                now.size() > Repository.MAX_WORKTREES ? now.subList(0, Repository.MAX_WORKTREES) : now,
                before == null ? cause.at() : before.createdAt(),
                cause.at(),
                cause));
    }

    private static WorkingTree active(Seen seen, @Nullable WorkingTree old) {
        return new WorkingTree(
                seen.path(),
                seen.relativePath(),
                seen.branch(),
                seen.head(),
                seen.main(),
                WorktreeState.ACTIVE,
                old == null ? 0 : old.operation(),
                old != null && old.branchCreated(),
                old == null ? Map.of() : old.attributes(),
                old == null ? null : old.createdAt(),
                old == null || old.state() == WorktreeState.FAILED ? null : old.problem());
    }

    static void adding(Evolve.Fold fold, String id, Event.WorktreeAdding e, Cause cause) {
        Repository repository = need(fold, id);
        WorkingTree worktree = new WorkingTree(
                Path.of(repository.path(), e.path()).toString(),
                e.path(),
                e.branch(),
                null,
                false,
                WorktreeState.CREATING,
                e.operation(),
                false,
                e.attributes(),
                cause.at(),
                null);
        fold.put(repository.having(worktree, cause));
    }

    static void added(Evolve.Fold fold, String id, Event.WorktreeAdded e, Cause cause) {
        Repository repository = need(fold, id);
        Seen seen = e.worktree();
        WorkingTree old = repository.worktree(seen.path()).orElse(null);
        WorkingTree worktree = new WorkingTree(
                seen.path(),
                seen.relativePath(),
                seen.branch(),
                seen.head(),
                seen.main(),
                WorktreeState.ACTIVE,
                e.operation(),
                e.branchCreated(),
                old == null ? Map.of() : old.attributes(),
                old == null ? cause.at() : old.createdAt(),
                null);
        fold.put(repository.having(worktree, cause));
    }

    static void removing(Evolve.Fold fold, String id, Event.WorktreeRemoving e, Cause cause) {
        Repository repository = need(fold, id);
        repository
                .worktree(e.path())
                .ifPresent(worktree ->
                        fold.put(repository.having(worktree.with(WorktreeState.CLEANING, e.operation(), null), cause)));
    }

    static void removed(Evolve.Fold fold, String id, Event.WorktreeRemoved e, Cause cause) {
        fold.put(need(fold, id).lacking(e.path(), cause));
    }

    /// One that could not be made is not there; one that could not be removed is as it was.
    static void failed(Evolve.Fold fold, String id, Event.WorktreeFailed e, Cause cause) {
        Repository repository = need(fold, id);
        repository.worktree(e.path()).ifPresent(worktree -> {
            WorktreeState state =
                    worktree.state() == WorktreeState.CLEANING ? WorktreeState.ACTIVE : WorktreeState.FAILED;
            Problem problem = new Problem(e.code(), e.message());
            fold.put(repository.having(worktree.with(state, e.operation(), problem), cause));
        });
    }
}
