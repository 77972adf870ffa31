package dev.signalbox.processor.decide;

import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.state.Repository;
import dev.signalbox.schemas.state.Repository.WorkingTree;
import org.jspecify.annotations.Nullable;

/// What a host tells of the repositories on it. A report of another host's changes nothing.
final class RepositoryReports {
    private RepositoryReports() {}

    static void inspected(Draft draft, String hostId, Report.RepositoryInspected report) {
        String id = Ids.repository(hostId, report.path());
        String asked = Ids.repository(hostId, report.asked());
        boolean waiting = RepositoryDecider.find(draft, asked) != null;
        Repository known = RepositoryDecider.find(draft, id);
        if ((known == null || RepositoryDecider.ledToNothing(known)) && RepositoryDecider.full(draft)) {
            if (waiting) {
                String why = "the namespace knows " + Limits.REPOSITORIES + " repositories already";
                draft.emit(RepositoryDecider.ref(asked), new Event.RepositoryRefused(ErrorCode.LIMIT_REACHED, why));
            }
            return;
        }
        if (!asked.equals(id) && waiting) {
            draft.emit(RepositoryDecider.ref(asked), new Event.RepositoryAliased(id));
        }
        draft.emit(
                RepositoryDecider.ref(id),
                new Event.RepositoryInspected(hostId, report.path(), report.defaultBranch(), report.worktrees()));
    }

    static void refused(Draft draft, String hostId, Report.RepositoryRefused report) {
        String id = Ids.repository(hostId, report.asked());
        if (RepositoryDecider.find(draft, id) != null) {
            draft.emit(RepositoryDecider.ref(id), new Event.RepositoryRefused(report.code(), report.message()));
        }
    }

    static void added(Draft draft, String hostId, Report.WorktreeAdded report) {
        Repository repository = ours(draft, hostId, report.repositoryId());
        if (repository != null && concerns(repository, report.worktree().path(), report.operation())) {
            draft.emit(
                    repository.ref(),
                    new Event.WorktreeAdded(report.operation(), report.worktree(), report.branchCreated()));
        }
    }

    static void removed(Draft draft, String hostId, Report.WorktreeRemoved report) {
        Repository repository = ours(draft, hostId, report.repositoryId());
        if (repository != null && concerns(repository, report.path(), report.operation())) {
            draft.emit(repository.ref(), new Event.WorktreeRemoved(report.path(), report.operation()));
        }
    }

    static void failed(Draft draft, String hostId, Report.WorktreeFailed report) {
        Repository repository = ours(draft, hostId, report.repositoryId());
        WorkingTree worktree =
                repository == null ? null : repository.worktree(report.path()).orElse(null);
        if (repository != null
                && worktree != null
                && worktree.operation() == report.operation()
                && RepositoryDecider.underWay(worktree)) {
            draft.emit(
                    repository.ref(),
                    new Event.WorktreeFailed(worktree.path(), report.operation(), report.code(), report.message()));
        }
    }

    /// Whether a report tells of the newest operation on a worktree, which an unanswered one may still be.
    private static boolean concerns(Repository repository, String path, long operation) {
        return repository
                .worktree(path)
                .filter(one -> one.operation() == operation)
                .isPresent();
    }

    private static @Nullable Repository ours(Draft draft, String hostId, String repositoryId) {
        Repository repository = RepositoryDecider.find(draft, repositoryId);
        return repository != null && repository.hostId().equals(hostId) ? repository : null;
    }
}
