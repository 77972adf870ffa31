package dev.signalbox.processor.decide;

import dev.signalbox.processor.row.Keys;
import dev.signalbox.processor.row.Row;
import dev.signalbox.schemas.spec.AgentProfile.AgentKind;
import dev.signalbox.schemas.state.Agent;
import dev.signalbox.schemas.state.Document;
import dev.signalbox.schemas.state.Entity;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.HostStatus;
import dev.signalbox.schemas.state.Input;
import dev.signalbox.schemas.state.Namespace;
import dev.signalbox.schemas.state.OutputIndex;
import dev.signalbox.schemas.state.Repository;
import dev.signalbox.schemas.state.Repository.WorktreeState;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionStatus;
import dev.signalbox.schemas.state.Task;
import dev.signalbox.schemas.state.TaskStatus;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Rows that follow from an entity's change: names that are taken, queues, counts, worktrees that are being removed,
/// the time for which it is kept.
final class Indexes {
    private Indexes() {}

    static void update(Draft draft, @Nullable Entity before, @Nullable Entity after, long n) {
        Entity either = after != null ? after : before;
        if (either == null) {
            return;
        }
        switch (either) {
            case Host _ -> hosts(draft, (Host) before, (Host) after);
            case Agent _ -> agents(draft, (Agent) before, (Agent) after);
            case Session _ -> sessions(draft, (Session) before, (Session) after, n);
            case Task _ -> tasks(draft, (Task) before, (Task) after, n);
            case Document _ -> count(draft, 0, 0, 0, 0, (after == null ? 0 : 1) - (before == null ? 0 : 1));
            case Repository _ -> repositories(draft, (Repository) before, (Repository) after);
            case Input _, Namespace _, OutputIndex _ -> {}
        }
        if (after != null && Forgetting.overSince(after) != null && Forgetting.overSince(before) == null) {
            Forgetting.await(draft, after);
        }
    }

    private static void hosts(Draft draft, @Nullable Host before, @Nullable Host after) {
        boolean was = before != null && before.status() != HostStatus.REMOVED;
        boolean is = after != null && after.status() != HostStatus.REMOVED;
        if (was && before != null && !is) {
            name(draft, EntityType.HOST, before.name(), null);
        }
        if (is && !was && after != null) {
            name(draft, EntityType.HOST, after.name(), after.id());
        }
        count(draft, (is ? 1 : 0) - (was ? 1 : 0), 0, 0, 0, 0);
        String placeBefore = online(draft, before);
        String place = online(draft, after);
        if (placeBefore != null && !placeBefore.equals(place)) {
            draft.put(placeBefore, null);
        }
        if (after != null && place != null && !place.equals(placeBefore)) {
            draft.put(place, new Row.Pointer(after.id()));
        }
    }

    /// Where a host stands among those that take work, null when it does not.
    private static @Nullable String online(Draft draft, @Nullable Host host) {
        if (host == null || host.status() != HostStatus.ONLINE || host.fingerprint() == null) {
            return null;
        }
        long load = 1_000_000L * host.sessions().size() / host.fingerprint().capacity();
        return Keys.onlineHost(draft.namespace(), load, host.id());
    }

    /// Implicit agents come and go with sessions, which have a limit of their own: they are not counted.
    private static void agents(Draft draft, @Nullable Agent before, @Nullable Agent after) {
        if (before != null
                && (after == null
                        || !after.profile().name().equals(before.profile().name()))) {
            name(draft, EntityType.AGENT, before.profile().name(), null);
        }
        if (after != null) {
            name(draft, EntityType.AGENT, after.profile().name(), after.id());
        }
        count(draft, 0, (counts(after) ? 1 : 0) - (counts(before) ? 1 : 0), 0, 0, 0);
    }

    private static boolean counts(@Nullable Agent agent) {
        return agent != null && agent.profile().kind() != AgentKind.ADHOC;
    }

    private static void sessions(Draft draft, @Nullable Session before, @Nullable Session after, long n) {
        boolean was = before != null && !before.status().terminal();
        boolean is = after != null && !after.status().terminal();
        count(draft, 0, 0, (is ? 1 : 0) - (was ? 1 : 0), 0, 0);
        String hostBefore = before == null ? null : before.hostId();
        String host = after == null ? null : after.hostId();
        if (!Objects.equals(hostBefore, host)) {
            named(draft, hostBefore, -1);
            named(draft, host, 1);
        }
        if (after != null && is && !was) {
            terminal(draft, after, after.id());
        } else if (before != null && was && !is) {
            terminal(draft, before, null);
        }
        boolean waited = before != null && before.status() == SessionStatus.REQUESTED;
        boolean waits = after != null && after.status() == SessionStatus.REQUESTED;
        if (after != null && waits && !waited) {
            String needs = Needs.of(after.spec()).key();
            enqueue(draft, Keys.waitingSession(draft.namespace(), n, needs, after.id()), after.id());
        } else if (before != null && waited && !waits) {
            dequeue(draft, before.id());
        }
    }

    /// A host is there as long as a session names it.
    private static void named(Draft draft, @Nullable String hostId, int more) {
        if (hostId != null) {
            draft.put(Keys.link(draft.namespace(), hostId), draft.link(hostId).named(more));
        }
    }

    /// A terminal's name is its session's for as long as that lives.
    private static void terminal(Draft draft, Session session, @Nullable String id) {
        String name = session.spec().terminalName();
        if (name != null) {
            name(draft, EntityType.SESSION, name, id);
        }
    }

    private static void tasks(Draft draft, @Nullable Task before, @Nullable Task after, long n) {
        boolean was = before != null && !before.status().terminal();
        boolean is = after != null && !after.status().terminal();
        count(draft, 0, 0, 0, (is ? 1 : 0) - (was ? 1 : 0), 0);
        boolean waited = before != null && before.status() == TaskStatus.QUEUED;
        boolean waits = after != null && after.status() == TaskStatus.QUEUED;
        if (after != null && waits && !waited) {
            String needs = Needs.of(after.spec()).key();
            enqueue(
                    draft,
                    Keys.queuedTask(draft.namespace(), after.spec().priority(), n, needs, after.id()),
                    after.id());
        } else if (before != null && waited && !waits) {
            dequeue(draft, before.id());
        }
    }

    private static void repositories(Draft draft, @Nullable Repository before, @Nullable Repository after) {
        leaving(draft, before).forEach(key -> draft.put(key, null));
        leaving(draft, after).forEach(key -> draft.put(key, new Row.Pointer(key)));
    }

    private static List<String> leaving(Draft draft, @Nullable Repository repository) {
        return repository == null
                ? List.of()
                : repository.worktrees().stream()
                        .filter(worktree -> worktree.state() == WorktreeState.CLEANING)
                        .map(worktree -> Keys.leavingWorktree(draft.namespace(), repository.hostId(), worktree.path()))
                        .toList();
    }

    private static void name(Draft draft, EntityType type, String name, @Nullable String id) {
        draft.put(Keys.name(draft.namespace(), type, name), id == null ? null : new Row.Pointer(id));
    }

    private static void enqueue(Draft draft, String key, String id) {
        draft.put(key, new Row.Pointer(id));
        draft.put(Keys.placeInQueue(draft.namespace(), id), new Row.Pointer(key));
    }

    private static void dequeue(Draft draft, String id) {
        String place = Keys.placeInQueue(draft.namespace(), id);
        if (draft.get(place) instanceof Row.Pointer pointer) {
            draft.put(pointer.id(), null);
            draft.put(place, null);
        }
    }

    private static void count(Draft draft, int hosts, int agents, int sessions, int tasks, int documents) {
        if (hosts != 0 || agents != 0 || sessions != 0 || tasks != 0 || documents != 0) {
            Row.Counter c = draft.counter();
            draft.put(
                    Keys.counter(draft.namespace()),
                    new Row.Counter(
                            c.n(),
                            c.hosts() + hosts,
                            c.agents() + agents,
                            c.liveSessions() + sessions,
                            c.openTasks() + tasks,
                            c.documents() + documents));
        }
    }
}
