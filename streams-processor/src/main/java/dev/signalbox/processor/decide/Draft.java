package dev.signalbox.processor.decide;

import dev.signalbox.processor.row.Keys;
import dev.signalbox.processor.row.Row;
import dev.signalbox.processor.row.Tables;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.directive.DirectiveRecord;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.event.EventRecord;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.Entity;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.StateRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A decision in the making: the tables as they will be, and what is to be said and done. Facts enter by
/// [#emit] alone, which folds them at once, so that a later step of the same decision sees them.
final class Draft implements Tables, Evolve.Fold {
    private final Tables base;
    private final String namespace;
    private final Cause cause;
    private final NavigableMap<String, @Nullable Row> rows = new TreeMap<>();
    private final Map<String, Optional<Row>> read = new HashMap<>();
    private final List<EventRecord> events = new ArrayList<>();
    private final Map<String, Decision.State> states = new LinkedHashMap<>();
    private final List<DirectiveRecord> directives = new ArrayList<>();
    private long n;

    Draft(Tables base, String namespace, Cause cause) {
        this.base = base;
        this.namespace = namespace;
        this.cause = cause;
        this.n = counter().n();
    }

    String namespace() {
        return namespace;
    }

    Instant now() {
        return cause.at();
    }

    /// The number that the next event will have.
    long nextN() {
        return n + 1;
    }

    @Override
    public @Nullable Row get(String key) {
        return rows.containsKey(key)
                ? rows.get(key)
                : read.computeIfAbsent(key, unread -> Optional.ofNullable(base.get(unread)))
                        .orElse(null);
    }

    /// Rows under a prefix as they are when the scan begins, read as far as the caller goes; a row that this
    /// draft deletes meanwhile is left out, one that it adds does not come.
    @Override
    public Iterable<Map.Entry<String, Row>> scan(String prefix) {
        return () -> new Merge(rows, base.scan(prefix).iterator(), prefix);
    }

    /// Those of the tables that it began with: nobody asks for more while he decides.
    @Override
    public Iterable<Row.Lease> leases() {
        return base.leases();
    }

    void put(String key, @Nullable Row row) {
        rows.put(key, row);
    }

    Row.Counter counter() {
        return get(Keys.counter(namespace)) instanceof Row.Counter counter ? counter : Row.Counter.ZERO;
    }

    Row.Clock clock() {
        return get(Keys.CLOCK) instanceof Row.Clock clock ? clock : Row.Clock.START;
    }

    Row.HostLink link(String hostId) {
        return get(Keys.link(namespace, hostId)) instanceof Row.HostLink link ? link : Row.HostLink.NEW;
    }

    @Override
    public @Nullable Entity entity(EntityRef ref) {
        return get(Keys.entity(namespace, ref)) instanceof Row.EntityRow row ? row.entity() : null;
    }

    <E extends Entity> @Nullable E find(Class<E> type, EntityType kind, @Nullable String id) {
        Entity entity = id == null ? null : entity(new EntityRef(kind, id));
        return type.isInstance(entity) ? type.cast(entity) : null;
    }

    /// All entities of a type, by id.
    <E extends Entity> List<E> all(Class<E> type, EntityType kind) {
        List<E> all = new ArrayList<>();
        for (Map.Entry<String, Row> entry : scan(Keys.entities(namespace, kind))) {
            if (entry.getValue() instanceof Row.EntityRow row && type.isInstance(row.entity())) {
                all.add(type.cast(row.entity()));
            }
        }
        return all;
    }

    void emit(EntityRef entity, Event event) {
        emit(entity, event, null);
    }

    /// Records a fact and folds it. @param why one sentence for people, which becomes part of the state's cause
    void emit(EntityRef entity, Event event, @Nullable String why) {
        n++;
        EventRecord record =
                new EventRecord(namespace, n, newest(entity), entity, why == null ? cause : cause.because(why), event);
        events.add(record);
        put(Keys.counter(namespace), counter().at(n));
        Evolve.apply(this, record);
        Entity after = entity(entity);
        if (after != null) {
            put(Keys.entity(namespace, entity), new Row.EntityRow(n, after));
        }
    }

    /// The newest event about an entity, 0 before its first.
    private long newest(EntityRef entity) {
        return get(Keys.entity(namespace, entity)) instanceof Row.EntityRow row ? row.n() : 0;
    }

    @Override
    public void put(Entity entity) {
        Entity before = entity(entity.ref());
        put(Keys.entity(namespace, entity.ref()), new Row.EntityRow(newest(entity.ref()), entity));
        Indexes.update(this, before, entity, n);
        publish(new StateRecord(namespace, n, entity));
    }

    private void publish(StateRecord state) {
        states.remove(state.key());
        states.put(state.key(), new Decision.State(n, state));
    }

    @Override
    public void delete(EntityRef ref) {
        Entity before = entity(ref);
        if (before != null) {
            Indexes.update(this, before, null, n);
        }
        put(Keys.entity(namespace, ref), null);
        String key = StateRecord.key(namespace, ref);
        states.remove(key);
        states.put(key, new Decision.State(n, null));
        // Tombstones leave a compacted topic: the namespace carries the number on, or a reader that begins later would
        // never come to it.
        Entity all = entity(NamespaceDecider.ref(this));
        if (all != null) {
            publish(new StateRecord(namespace, n, all));
        }
    }

    /// Tells a host; the sequence that the directive got.
    long tell(String hostId, Directive directive) {
        return tell(hostId, directive, null);
    }

    /// Tells a host something that it must not do after some time from now.
    long tell(String hostId, Directive directive, @Nullable Duration within) {
        Row.HostLink link = link(hostId);
        long seq = link.directiveSeq() + 1;
        put(Keys.link(namespace, hostId), link.told(seq));
        Instant notAfter = within == null ? null : now().plus(within);
        directives.add(new DirectiveRecord(namespace, hostId, seq, now(), notAfter, directive));
        return seq;
    }

    /// Sets a timer that fires after some time on its clock, or later.
    void timer(Row.ClockKind clock, Duration after, Row.TimerKind kind, EntityRef entity, long generation) {
        long from = clock == Row.ClockKind.LEASE ? clock().lease() : now().toEpochMilli();
        Row.Timer timer = new Row.Timer(namespace, clock, from + after.toMillis(), kind, entity, generation);
        put(Keys.timer(timer), timer);
    }

    Decision decision(@Nullable Outcome outcome) {
        return new Decision(
                namespace,
                Collections.unmodifiableMap(rows),
                List.copyOf(events),
                Collections.unmodifiableMap(states),
                List.copyOf(directives),
                outcome);
    }
}
