package dev.signalbox.processor.row;

import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import java.util.Locale;

/// The keys of rows. All of a namespace stand under its name; what spans a partition stands under `!`, which no
/// namespace's name contains.
public final class Keys {
    /// The partition's [Row.Clock].
    public static final String CLOCK = "!clock";

    /// The prefix of all [Row.Lease]s.
    public static final String LEASES = "!lease/";

    private Keys() {}

    public static String entity(String namespace, EntityRef ref) {
        return entities(namespace, ref.type()) + ref.id();
    }

    public static String entities(String namespace, EntityType type) {
        return namespace + "/e/" + type.wireName() + "/";
    }

    public static String counter(String namespace) {
        return namespace + "/c";
    }

    public static String link(String namespace, String hostId) {
        return namespace + "/l/" + hostId;
    }

    /// @param id of the session or task whose launch the values are for
    public static String secrets(String namespace, String id) {
        return namespace + "/s/" + id;
    }

    public static String name(String namespace, EntityType type, String name) {
        return namespace + "/n/" + type.wireName() + "/" + name;
    }

    /// Tasks that wait, highest priority first, then oldest first.
    public static String taskQueue(String namespace) {
        return namespace + "/q/";
    }

    /// @param needs names what the task needs of a host and an agent, the same for all that need the same
    public static String queuedTask(String namespace, int priority, long n, String needs, String taskId) {
        return taskQueue(namespace) + String.format(Locale.ROOT, "%03d/%016x/%s/%s", 100 - priority, n, needs, taskId);
    }

    /// Sessions that wait for a host, oldest first.
    public static String waitingSessions(String namespace) {
        return namespace + "/w/";
    }

    /// @param needs as for [#queuedTask]
    public static String waitingSession(String namespace, long n, String needs, String sessionId) {
        return waitingSessions(namespace) + String.format(Locale.ROOT, "%016x/%s/%s", n, needs, sessionId);
    }

    /// What one in a queue needs, read from its key, so that those who cannot be placed are passed over unread.
    public static String needs(String queueKey) {
        int end = queueKey.lastIndexOf('/');
        return queueKey.substring(queueKey.lastIndexOf('/', end - 1) + 1, end);
    }

    /// Hosts that are online and take work, the least loaded first.
    public static String onlineHosts(String namespace) {
        return namespace + "/o/";
    }

    /// @param load sessions for each million of capacity; a full host has a million or more
    public static String onlineHost(String namespace, long load, String hostId) {
        return onlineHosts(namespace) + String.format(Locale.ROOT, "%08d/%s", Math.min(load, 99_999_999), hostId);
    }

    /// The key under which a waiting session or task stands in its queue, so that it is found without a search.
    public static String placeInQueue(String namespace, String id) {
        return namespace + "/p/" + id;
    }

    /// Timers of a clock, earliest first.
    public static String timers(Row.ClockKind clock) {
        return "!timer/" + clock + "/";
    }

    public static String timer(Row.Timer timer) {
        return timers(timer.clock())
                + String.format(Locale.ROOT, "%016x", timer.due())
                + "/" + timer.namespace() + "/" + timer.kind() + "/" + timer.entity() + "/" + timer.generation();
    }

    /// Worktrees that are being removed.
    public static String leavingWorktrees(String namespace) {
        return namespace + "/r/";
    }

    /// @param path absolute
    public static String leavingWorktree(String namespace, String hostId, String path) {
        return leavingWorktrees(namespace) + hostId + path;
    }

    public static String lease(String namespace, String hostId) {
        return LEASES + namespace + "/" + hostId;
    }
}
