package dev.signalbox.processor.decide;

import dev.signalbox.processor.row.Keys;
import dev.signalbox.processor.row.Row;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.spec.Workspace;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.HostStatus;
import dev.signalbox.schemas.state.ProcessRef;
import dev.signalbox.schemas.state.Repository;
import dev.signalbox.schemas.state.Repository.WorkingTree;
import dev.signalbox.schemas.state.Repository.WorktreeState;
import dev.signalbox.schemas.state.Session;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Has hosts look at repositories, and make and remove worktrees: which of two that want one path gets it is decided
/// here, what git says to it on the host.
final class RepositoryDecider {
    private RepositoryDecider() {}

    static EntityRef ref(String id) {
        return new EntityRef(EntityType.REPOSITORY, id);
    }

    static @Nullable Repository find(Draft draft, String id) {
        return draft.find(Repository.class, EntityType.REPOSITORY, id);
    }

    static Answer inspect(Draft draft, Command.InspectRepository command) {
        Host host = HostDecider.find(draft, command.hostId());
        Answer refusal = unreachable(host, command.hostId());
        if (refusal != null) {
            return refusal;
        }
        String id = Ids.repository(command.hostId(), command.path());
        Repository known = find(draft, id);
        if (known == null) {
            if (!roomToAsk(draft)) {
                return Answer.refused(
                        ErrorCode.LIMIT_REACHED,
                        "hosts are asked for " + Limits.REPOSITORIES + " repositories already");
            }
            draft.emit(ref(id), new Event.RepositoryAsked(command.hostId(), command.path()));
        }
        look(draft, command.hostId(), id, command.path());
        return Answer.accepted(ref(id));
    }

    /// Whether no host has seen a repository there: it was asked for only, or leads to another one.
    static boolean ledToNothing(Repository repository) {
        return !repository.present() && repository.worktrees().isEmpty();
    }

    /// Whether hosts have told of as many as the namespace may know.
    static boolean full(Draft draft) {
        return draft.all(Repository.class, EntityType.REPOSITORY).stream()
                        .filter(repository -> !ledToNothing(repository))
                        .count()
                >= Limits.REPOSITORIES;
    }

    /// Whether one more path may be asked for. Of as many that led to nothing the oldest makes room: mistakes are
    /// nobody's limit.
    private static boolean roomToAsk(Draft draft) {
        List<Repository> asked = draft.all(Repository.class, EntityType.REPOSITORY).stream()
                .filter(RepositoryDecider::ledToNothing)
                .toList();
        if (asked.size() < Limits.REPOSITORIES) {
            return true;
        }
        Optional<Repository> oldest = asked.stream()
                .filter(repository -> repository.inspectedAt() != null)
                .min(Comparator.comparing(Repository::createdAt));
        oldest.ifPresent(repository -> draft.emit(repository.ref(), new Event.RepositoryForgotten()));
        return oldest.isPresent();
    }

    private static void look(Draft draft, String hostId, String id, String path) {
        draft.tell(hostId, new Directive.InspectRepository(id, path), Limits.WORKTREE);
    }

    static Answer add(Draft draft, Command.AddWorktree command) {
        Repository repository = find(draft, command.repositoryId());
        Answer refusal = absent(draft, repository, command.repositoryId());
        if (repository == null || refusal != null) {
            return refusal == null ? notFound(command.repositoryId()) : refusal;
        }
        Optional<WorkingTree> there = repository.worktree(command.path());
        if (there.isPresent() && there.get().state() != WorktreeState.FAILED) {
            return new Answer.Refused(
                    ErrorCode.NAME_TAKEN,
                    "path",
                    "there is a worktree at " + command.path()
                            + (there.get().state() == WorktreeState.ACTIVE
                                    ? ""
                                    : ", which is " + there.get().state()),
                    repository.ref());
        }
        if (there.isEmpty() && repository.worktrees().size() >= Repository.MAX_WORKTREES) {
            return Answer.refused(
                    ErrorCode.LIMIT_REACHED, "the repository has " + Repository.MAX_WORKTREES + " worktrees");
        }
        long operation = draft.nextN();
        draft.emit(
                repository.ref(),
                new Event.WorktreeAdding(command.path(), command.branch(), operation, command.attributes()));
        draft.tell(
                repository.hostId(),
                new Directive.AddWorktree(
                        repository.id(),
                        operation,
                        repository.path(),
                        command.path(),
                        command.branch(),
                        command.base()),
                Limits.WORKTREE);
        await(draft, repository, operation);
        return new Answer.Accepted(repository.ref(), operation);
    }

    static Answer remove(Draft draft, Command.RemoveWorktree command) {
        Repository repository = find(draft, command.repositoryId());
        Answer refusal = absent(draft, repository, command.repositoryId());
        if (repository == null || refusal != null) {
            return refusal == null ? notFound(command.repositoryId()) : refusal;
        }
        WorkingTree worktree = repository.worktree(command.path()).orElse(null);
        if (worktree == null || worktree.state() == WorktreeState.FAILED) {
            return Answer.refused(ErrorCode.NOT_FOUND, "path", "the repository has no worktree at " + command.path());
        }
        if (worktree.main()) {
            return Answer.refused(
                    ErrorCode.INVALID_REQUEST, "path", "is the repository's own working tree, which stays");
        }
        if (worktree.state() != WorktreeState.ACTIVE) {
            return new Answer.Refused(
                    ErrorCode.WORKTREE_BUSY, "path", "the worktree is " + worktree.state(), repository.ref());
        }
        // Force is for files that would be lost, not for somebody who works on them.
        Session worker = worker(draft, repository, worktree);
        if (worker != null) {
            return new Answer.Refused(
                    ErrorCode.WORKTREE_BUSY,
                    "path",
                    "the live session " + worker.id() + " works there, or is about to",
                    worker.ref());
        }
        long operation = draft.nextN();
        draft.emit(repository.ref(), new Event.WorktreeRemoving(worktree.path(), operation));
        draft.tell(
                repository.hostId(),
                new Directive.RemoveWorktree(
                        repository.id(),
                        operation,
                        repository.path(),
                        worktree.path(),
                        command.force(),
                        command.deleteBranch()),
                Limits.WORKTREE);
        await(draft, repository, operation);
        return new Answer.Accepted(repository.ref(), operation);
    }

    private static @Nullable Session worker(Draft draft, Repository repository, WorkingTree worktree) {
        Host host = HostDecider.find(draft, repository.hostId());
        return host == null
                ? null
                : HostDecider.sessions(draft, host).stream()
                        .filter(session -> worksIn(session, worktree.path()))
                        .findFirst()
                        .orElse(null);
    }

    /// Whether a live session works in a worktree, or will when its host has started it.
    private static boolean worksIn(Session session, String path) {
        ProcessRef process = session.process();
        Workspace workspace = session.spec().workspace();
        String cwd = process == null ? workspace.cwd() : process.cwd();
        return cwd == null ? workspace.worktree() != null && path.endsWith("/" + session.id()) : within(path, cwd);
    }

    /// By the text of the paths only; the host itself resolves them.
    private static boolean within(String directory, String path) {
        return (path + "/").startsWith(directory + "/");
    }

    /// Why nothing can be started in a place; null when it can.
    ///
    /// @param hostId null: on whichever host
    static @Nullable String leaving(Draft draft, @Nullable String hostId, Workspace workspace) {
        String cwd = workspace.cwd();
        String all = Keys.leavingWorktrees(draft.namespace());
        for (Map.Entry<String, Row> entry : draft.scan(all)) {
            String key = entry.getKey();
            int path = key.indexOf('/', all.length());
            boolean there = hostId == null || key.substring(all.length(), path).equals(hostId);
            if (cwd != null && there && within(key.substring(path), cwd)) {
                return "the worktree " + key.substring(path) + " is being removed";
            }
        }
        return null;
    }

    private static void await(Draft draft, Repository repository, long operation) {
        draft.timer(
                Row.ClockKind.LEASE,
                Limits.WORKTREE.plus(Limits.WORKTREE_REPORT),
                Row.TimerKind.WORKTREE,
                repository.ref(),
                operation);
    }

    /// The host should have told what became of an operation, and would by now refuse to begin it. What is there is
    /// seen when it looks.
    static void unreported(Draft draft, String repositoryId, long operation) {
        Repository repository = find(draft, repositoryId);
        WorkingTree worktree = repository == null
                ? null
                : repository.worktrees().stream()
                        .filter(one -> one.operation() == operation && underWay(one))
                        .findFirst()
                        .orElse(null);
        if (repository != null && worktree != null) {
            draft.emit(
                    repository.ref(),
                    new Event.WorktreeFailed(
                            worktree.path(), operation, ErrorCode.EXPIRED, "the host did not tell what became of it"));
            look(draft, repository.hostId(), repository.id(), repository.path());
        }
    }

    static boolean underWay(WorkingTree worktree) {
        return worktree.state() == WorktreeState.CREATING || worktree.state() == WorktreeState.CLEANING;
    }

    /// A session works in a worktree that was made for it: it stays behind, and is to be found when somebody cleans up.
    static void worktreeMade(Draft draft, Session session) {
        Workspace.Worktree made = session.spec().workspace().worktree();
        String hostId = session.hostId();
        if (made != null && hostId != null) {
            String id = Ids.repository(hostId, made.repository());
            if (find(draft, id) == null) {
                look(draft, hostId, id, made.repository());
            }
        }
    }

    /// A host that starts may see other things than it did.
    static void lookAgain(Draft draft, String hostId) {
        for (Repository repository : draft.all(Repository.class, EntityType.REPOSITORY)) {
            if (repository.hostId().equals(hostId) && repository.aliasOf() == null) {
                look(draft, hostId, repository.id(), repository.path());
            }
        }
    }

    /// The host is a member no more.
    static void forget(Draft draft, String hostId) {
        for (Repository repository : draft.all(Repository.class, EntityType.REPOSITORY)) {
            if (repository.hostId().equals(hostId)) {
                draft.emit(repository.ref(), new Event.RepositoryForgotten());
            }
        }
    }

    private static Answer notFound(String id) {
        return Answer.refused(ErrorCode.NOT_FOUND, "repository", "there is no repository " + id);
    }

    private static @Nullable Answer absent(Draft draft, @Nullable Repository repository, String id) {
        if (repository == null) {
            return notFound(id);
        }
        if (repository.aliasOf() != null) {
            return new Answer.Refused(
                    ErrorCode.NOT_FOUND,
                    "repository",
                    "the path leads to the repository " + repository.aliasOf(),
                    ref(repository.aliasOf()));
        }
        if (!repository.present()) {
            return Answer.refused(ErrorCode.NOT_FOUND, "repository", "its host does not see the repository");
        }
        return unreachable(HostDecider.find(draft, repository.hostId()), repository.hostId());
    }

    private static @Nullable Answer unreachable(@Nullable Host host, String hostId) {
        if (host == null || host.status() == HostStatus.REMOVED) {
            return Answer.refused(ErrorCode.HOST_NOT_FOUND, "host", "there is no host " + hostId);
        }
        return host.status() == HostStatus.ONLINE || host.status() == HostStatus.DRAINING
                ? null
                : Answer.refused(ErrorCode.UNAVAILABLE, "the host " + host.name() + " is silent");
    }
}
