package dev.signalbox.api.core.view;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.state.Document;
import dev.signalbox.schemas.state.Entity;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.StateRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Queries over the newest state, one namespace each. What one namespace asks never touches another's rows.
public final class Views {
    private static final Duration A_WHILE = Duration.ofMinutes(1);
    private static final int MIN_PREFIX = 4;
    private static final int MAX_CANDIDATES = 8;

    private final Map<String, NamespaceView> namespaces = new ConcurrentHashMap<>();
    private final Map<String, NamespaceView> touched = new HashMap<>();

    /// Takes a record of `state` over; called by one thread. Whoever waits for its event is told by [#whole].
    public void apply(StateRecord record, byte[] value) {
        NamespaceView view = view(record.namespace());
        view.put(record, value);
        touched.put(record.namespace(), view);
    }

    /// What came is whole: no event is left of which one entity was seen and another was not. Called by the same
    /// thread.
    public void whole() {
        whole(_ -> true);
    }

    /// The same of some namespaces; of the others more may come that their newest event changed.
    public void whole(Predicate<String> namespace) {
        touched.entrySet().removeIf(entry -> {
            boolean whole = namespace.test(entry.getKey());
            if (whole) {
                entry.getValue().whole();
            } else {
                entry.getValue().nearlyWhole();
            }
            return whole;
        });
    }

    /// An entity is gone. @param deletedBy the event that did it, 0 when that is not told
    public void remove(String namespace, EntityRef ref, long deletedBy) {
        NamespaceView view = view(namespace);
        view.remove(ref, deletedBy);
        touched.put(namespace, view);
    }

    /// The number of the newest event that this node's state of the namespace shows.
    public long n(String namespace) {
        NamespaceView view = namespaces.get(namespace);
        return view == null ? 0 : view.n();
    }

    public <E extends Entity> Optional<Row<E>> get(String namespace, Kind<E, ?> kind, String id) {
        NamespaceView view = namespaces.get(namespace);
        Stored stored = view == null ? null : view.table(kind.type()).get(id);
        return stored == null ? Optional.empty() : Optional.of(row(kind, stored));
    }

    /// A list, newest first.
    public <S extends Summary> Page<S> page(
            String namespace, Kind<?, S> kind, Predicate<S> filter, Page.Request request) {
        NamespaceView view = namespaces.get(namespace);
        return view == null
                ? new Page<>(List.of(), null)
                : page(namespace, kind.word(), view.table(kind.type()), kind.summary(), filter, request);
    }

    /// A session's inputs, newest first.
    public Page<Summary.InputSummary> inputs(String namespace, String sessionId, Page.Request request) {
        NamespaceView view = namespaces.get(namespace);
        return view == null
                ? new Page<>(List.of(), null)
                : page(namespace, sessionId, view.inputsOf(sessionId), Summary.InputSummary.class, _ -> true, request);
    }

    /// An agent's sessions, newest first; at most so many.
    public List<Summary.SessionSummary> sessionsOf(String namespace, String agentId, int most) {
        NamespaceView view = namespaces.get(namespace);
        return view == null ? List.of() : sessions(view.sessionsOf(agentId), most);
    }

    /// All sessions that have not ended, newest first.
    public List<Summary.SessionSummary> liveSessions(String namespace) {
        NamespaceView view = namespaces.get(namespace);
        return view == null ? List.of() : sessions(view.liveSessions(), Integer.MAX_VALUE);
    }

    private static List<Summary.SessionSummary> sessions(Table table, int most) {
        List<Summary.SessionSummary> sessions = new ArrayList<>();
        for (Stored stored : table.from(null)) {
            if (sessions.size() == most) {
                break;
            }
            sessions.add((Summary.SessionSummary) stored.summary());
        }
        return sessions;
    }

    /// A collection's documents, by key, those whose key begins so; also such whose time is over, for a moment.
    public List<Document> documents(String namespace, String collection, String keyPrefix) {
        NamespaceView view = namespaces.get(namespace);
        List<Document> found = new ArrayList<>();
        if (view != null) {
            for (Stored stored : view.table(EntityType.DOCUMENT).startingWith(collection + "/" + keyPrefix)) {
                found.add(row(Kind.DOCUMENT, stored).entity());
            }
        }
        return found;
    }

    /// The ids of a session's inputs, with the number of the newest event about each.
    public Map<String, Long> inputVersions(String namespace, String sessionId) {
        NamespaceView view = namespaces.get(namespace);
        Map<String, Long> versions = new HashMap<>();
        if (view != null) {
            view.inputsOf(sessionId)
                    .from(null)
                    .forEach(stored -> versions.put(stored.summary().id(), stored.n()));
        }
        return versions;
    }

    /// The id that a reference means: a full id, a unique prefix of at least four characters, or a name. An id of
    /// the right shape that is not here is returned as it is when `unseen` is allowed: the decider may know it
    /// already.
    ///
    /// @throws dev.signalbox.api.core.RefusedException not found, or INVALID_REQUEST with the candidates
    public String resolve(String namespace, Kind<?, ?> kind, String field, String reference, boolean unseen) {
        NamespaceView view = view(namespace);
        Table table = view.table(kind.type());
        if (table.get(reference) != null) {
            return reference;
        }
        String named = view.idNamed(kind.type(), reference);
        if (named != null) {
            return named;
        }
        var ids = kind.ids();
        if (ids != null && ids.matches(reference)) {
            if (unseen) {
                return reference;
            }
            throw missing(kind, field);
        }
        List<String> candidates = candidates(table, kind, reference);
        if (candidates.size() > 1) {
            throw Refusal.of(
                            ErrorCode.INVALID_REQUEST,
                            field,
                            "this beginning of an id fits more than one " + kind.word())
                    .hint("give more of the id")
                    .with(Refusal.CANDIDATES, candidates)
                    .asException();
        }
        if (candidates.isEmpty()) {
            throw missing(kind, field);
        }
        return candidates.getFirst();
    }

    public static RefusedException missing(Kind<?, ?> kind, @Nullable String field) {
        boolean leaves = switch (kind.type()) {
            case SESSION, TASK, INPUT -> true;
            case NAMESPACE, HOST, AGENT, OUTPUT_INDEX, DOCUMENT, REPOSITORY -> false;
        };
        String what = "there is no such " + kind.word() + " in this namespace";
        return Refusal.of(
                        kind.missing(), field, leaves ? what + ", or it ended so long ago that it was forgotten" : what)
                .asException();
    }

    /// Waits until this node has seen event `n` of the namespace; false when the time is over before.
    public boolean awaitN(String namespace, long n, Duration timeout) throws InterruptedException {
        return view(namespace).await(n, timeout);
    }

    /// The same, however long it takes.
    public void awaitN(String namespace, long n) throws InterruptedException {
        while (!awaitN(namespace, n, A_WHILE)) {
            // What is shown must not be older than what it is to show.
        }
    }

    /// Waits until the entity fits, or the time is over; then it is answered as it is.
    public <E extends Entity> Optional<Row<E>> await(
            String namespace, Kind<E, ?> kind, String id, Predicate<E> until, Duration timeout)
            throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        var signal = new Semaphore(0);
        try (var _ = watch(namespace, new EntityRef(kind.type(), id), signal::release)) {
            while (true) {
                signal.drainPermits();
                Optional<Row<E>> row = get(namespace, kind, id);
                long left = deadline - System.nanoTime();
                if (row.isEmpty() || until.test(row.get().entity()) || left <= 0) {
                    return row;
                }
                boolean _ = signal.tryAcquire(left, TimeUnit.NANOSECONDS);
            }
        }
    }

    /// Calls back, on the thread that folds, after each change of the entity, until closed.
    public Watch watch(String namespace, EntityRef ref, Runnable onChange) {
        AutoCloseable watch = view(namespace).watch(ref, onChange);
        return () -> {
            try {
                watch.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
    }

    /// Ends a watch.
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /// How many entities of a kind there are, over all namespaces, for metrics.
    public long count(Kind<?, ?> kind) {
        return namespaces.values().stream()
                .mapToLong(view -> view.table(kind.type()).size())
                .sum();
    }

    /// How many wait for an event, for tests of leaks.
    long awaited() {
        return namespaces.values().stream().mapToLong(NamespaceView::awaited).sum();
    }

    /// How many entities are being watched, for tests of leaks.
    public long watched() {
        return namespaces.values().stream().mapToLong(NamespaceView::watched).sum();
    }

    private NamespaceView view(String namespace) {
        return namespaces.computeIfAbsent(namespace, _ -> new NamespaceView());
    }

    private static List<String> candidates(Table table, Kind<?, ?> kind, String reference) {
        String letter = kind.prefix();
        String prefix = reference.startsWith(letter) ? reference : letter + reference;
        List<String> found = new ArrayList<>();
        if (prefix.length() - letter.length() < MIN_PREFIX) {
            return found;
        }
        for (Stored stored : table.startingWith(prefix)) {
            found.add(stored.summary().id());
            if (found.size() == MAX_CANDIDATES) {
                break;
            }
        }
        return found;
    }

    private static <S extends Summary> Page<S> page(
            String namespace, String list, Table table, Class<S> type, Predicate<S> filter, Page.Request request) {
        var after = request.after();
        if (after != null
                && (!after.namespace().equals(namespace) || !after.list().equals(list))) {
            throw Refusal.of(ErrorCode.CURSOR_INVALID, "page", "page is a cursor of another list")
                    .asException();
        }
        var place = after == null ? null : new Stored.Order(after.createdAt(), after.id());
        List<S> items = new ArrayList<>();
        for (Stored stored : table.from(place)) {
            S summary = type.cast(stored.summary());
            if (filter.test(summary)) {
                if (items.size() == request.limit()) {
                    S last = items.getLast();
                    return new Page<>(
                            items,
                            new Cursor.Page(namespace, list, last.createdAt().toEpochMilli(), last.id()));
                }
                items.add(summary);
            }
        }
        return new Page<>(items, null);
    }

    private static <E extends Entity> Row<E> row(Kind<E, ?> kind, Stored stored) {
        return new Row<>(stored.n(), kind.entity().cast(stored.entity()));
    }
}
