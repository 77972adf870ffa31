package dev.signalbox.api.core.view;

import dev.signalbox.schemas.state.Entity;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.HostStatus;
import dev.signalbox.schemas.state.StateRecord;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The state of one namespace on this node. Written by one thread; read by all.
final class NamespaceView {
    private final Map<EntityType, Table> tables = new EnumMap<>(EntityType.class);
    private final Map<String, Table> inputsOfSession = new ConcurrentHashMap<>();
    private final Map<String, Table> sessionsOfAgent = new ConcurrentHashMap<>();
    private final Table liveSessions = new Table();
    private final Map<EntityType, Map<String, String>> idsByName = Map.of(
            EntityType.HOST, new ConcurrentHashMap<>(),
            EntityType.AGENT, new ConcurrentHashMap<>());
    private final ConcurrentSkipListMap<Awaited, CountDownLatch> awaited = new ConcurrentSkipListMap<>();
    private final AtomicLong waits = new AtomicLong();
    private final Map<EntityRef, CopyOnWriteArrayList<Runnable>> watchers = new ConcurrentHashMap<>();
    private volatile long n;
    private long newest;

    /// Somebody's wait for an event; `id` tells those for the same one apart.
    private record Awaited(long n, long id) implements Comparable<Awaited> {
        private static final Comparator<Awaited> ORDER =
                Comparator.comparingLong(Awaited::n).thenComparingLong(Awaited::id);

        @Override
        public int compareTo(Awaited other) {
            return ORDER.compare(this, other);
        }
    }

    NamespaceView() {
        for (EntityType type : EntityType.values()) {
            tables.put(type, new Table());
        }
    }

    long n() {
        return n;
    }

    Table table(EntityType type) {
        return Objects.requireNonNull(tables.get(type));
    }

    Table inputsOf(String sessionId) {
        return inputsOfSession.getOrDefault(sessionId, new Table());
    }

    Table sessionsOf(String agentId) {
        return sessionsOfAgent.getOrDefault(agentId, new Table());
    }

    /// Those that have not ended.
    Table liveSessions() {
        return liveSessions;
    }

    @Nullable
    String idNamed(EntityType type, String name) {
        Map<String, String> names = idsByName.get(type);
        return names == null ? null : names.get(name);
    }

    /// A record that is older than what is shown already, which a log that is read again may bring, changes nothing.
    void put(StateRecord record, byte[] value) {
        Entity entity = record.entity();
        Summary summary = Kind.summaryOf(entity);
        Stored before = table(entity.ref().type()).get(summary.id());
        if (before != null && before.n() > record.n()) {
            return;
        }
        Stored stored = new Stored(record.n(), summary, value);
        table(entity.ref().type()).put(stored);
        if (before != null) {
            forgetName(before.summary());
        }
        learn(summary, stored);
        newest = Math.max(newest, record.n());
        changed(entity.ref());
    }

    /// @param deletedBy the event that deleted it, 0 when that is not told
    void remove(EntityRef ref, long deletedBy) {
        Stored shown = table(ref.type()).get(ref.id());
        if (shown != null && deletedBy > 0 && shown.n() > deletedBy) {
            return;
        }
        Stored before = table(ref.type()).remove(ref.id());
        if (before != null) {
            forget(before.summary());
        }
        // The deleting event follows all that were read; where its number is not told, this much is certain.
        newest = Math.max(newest, before != null && deletedBy == 0 ? newest + 1 : deletedBy);
        changed(ref);
    }

    /// All that one event changed has come: several records carry its number.
    void whole() {
        passed(newest);
    }

    /// More may come of the newest event; what was before it is whole.
    void nearlyWhole() {
        passed(newest - 1);
    }

    /// Waits until event `target` is shown; false when the time is over before. Nothing is left of a wait that is over,
    /// whoever invented its number.
    boolean await(long target, Duration timeout) throws InterruptedException {
        var reached = new CountDownLatch(1);
        var key = new Awaited(target, waits.incrementAndGet());
        awaited.put(key, reached);
        try {
            return n >= target || reached.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            awaited.remove(key);
        }
    }

    /// How many wait for an event, for tests of leaks.
    int awaited() {
        return awaited.size();
    }

    AutoCloseable watch(EntityRef ref, Runnable onChange) {
        watchers.compute(ref, (_, present) -> {
            var list = present == null ? new CopyOnWriteArrayList<Runnable>() : present;
            list.add(onChange);
            return list;
        });
        return () -> watchers.computeIfPresent(ref, (_, list) -> {
            list.remove(onChange);
            return list.isEmpty() ? null : list;
        });
    }

    int watched() {
        return watchers.size();
    }

    private void passed(long reached) {
        if (reached > n) {
            n = reached;
            awaited.headMap(new Awaited(reached, Long.MAX_VALUE)).values().forEach(CountDownLatch::countDown);
        }
    }

    private void changed(EntityRef ref) {
        var list = watchers.get(ref);
        if (list != null) {
            list.forEach(Runnable::run);
        }
    }

    /// Readers go on seeing an entity in its indices while it is replaced there.
    private void learn(Summary summary, Stored stored) {
        switch (summary) {
            case Summary.HostSummary host -> {
                if (host.status() != HostStatus.REMOVED) {
                    names(EntityType.HOST).put(host.name(), host.id());
                }
            }
            case Summary.AgentSummary agent -> names(EntityType.AGENT).put(agent.name(), agent.id());
            case Summary.SessionSummary session -> {
                sessionsOfAgent
                        .computeIfAbsent(session.agentId(), _ -> new Table())
                        .put(stored);
                if (session.status().terminal()) {
                    liveSessions.remove(session.id());
                } else {
                    liveSessions.put(stored);
                }
            }
            case Summary.InputSummary input ->
                inputsOfSession
                        .computeIfAbsent(input.sessionId(), _ -> new Table())
                        .put(stored);
            case Summary.TaskSummary _, Summary.RepositorySummary _, Summary.Plain _ -> {}
        }
    }

    /// An entity is no longer called so.
    private void forgetName(Summary summary) {
        switch (summary) {
            case Summary.HostSummary host -> names(EntityType.HOST).remove(host.name(), host.id());
            case Summary.AgentSummary agent -> names(EntityType.AGENT).remove(agent.name(), agent.id());
            case Summary.SessionSummary _,
                    Summary.TaskSummary _,
                    Summary.InputSummary _,
                    Summary.RepositorySummary _,
                    Summary.Plain _ -> {}
        }
    }

    /// An entity has left.
    private void forget(Summary summary) {
        forgetName(summary);
        switch (summary) {
            case Summary.SessionSummary session -> {
                liveSessions.remove(session.id());
                Table siblings = sessionsOf(session.agentId());
                siblings.remove(session.id());
                if (siblings.size() == 0) {
                    sessionsOfAgent.remove(session.agentId());
                }
                inputsOfSession.remove(session.id());
            }
            case Summary.InputSummary input -> inputsOf(input.sessionId()).remove(input.id());
            case Summary.HostSummary _,
                    Summary.AgentSummary _,
                    Summary.TaskSummary _,
                    Summary.RepositorySummary _,
                    Summary.Plain _ -> {}
        }
    }

    private Map<String, String> names(EntityType type) {
        return Objects.requireNonNull(idsByName.get(type));
    }
}
