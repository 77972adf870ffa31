package dev.signalbox.processor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.processor.row.Keys;
import dev.signalbox.processor.row.Row;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import dev.signalbox.schemas.directive.DirectiveRecord;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.event.EventRecord;
import dev.signalbox.schemas.state.Entity;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.StateRecord;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Carries decisions out as the topology does, and beside them keeps what readers of the topics would have: the
/// fold of the events by [Evolve] alone, the newest states, the last sequence to each host. After each decision
/// all must agree.
final class Ledger {
    final MemoryTables tables = new MemoryTables();
    private final Map<String, Entity> fold = new HashMap<>();
    private final Map<String, StateRecord> states = new HashMap<>();
    private final Map<String, Long> newest = new HashMap<>();
    private final Map<String, Long> lastOf = new HashMap<>();
    private final Map<String, Long> directives = new HashMap<>();
    private final boolean encode;

    /// @param encode whether each row goes through its JSON, which costs most of the time
    Ledger(boolean encode) {
        this.encode = encode;
    }

    void carryOut(Decision decision) {
        decision.rows().forEach((key, row) -> tables.put(key, row == null || !encode ? row : reread(key, row)));
        decision.events().forEach(event -> event(decision.namespace(), event));
        HandedOver.check(decision, Specs.task().instruction());
        long last = 0;
        for (Map.Entry<String, Decision.State> state : decision.states().entrySet()) {
            StateRecord record = state.getValue().record();
            assertThat(state.getValue().n()).isGreaterThanOrEqualTo(last);
            last = state.getValue().n();
            if (record == null) {
                states.remove(state.getKey());
            } else {
                assertThat(record.key()).isEqualTo(state.getKey());
                assertThat(record.n()).isEqualTo(last);
                states.put(state.getKey(), record);
            }
        }
        decision.directives().forEach(this::directive);
        decision.rows().keySet().stream().filter(key -> key.contains("/e/")).forEach(this::agree);
    }

    private static Row reread(String key, Row row) {
        try {
            Row again = Json.decode(Json.encode(row), Row.class);
            assertThat(again).as(key).isEqualTo(row);
            return again;
        } catch (MalformedException e) {
            throw new AssertionError(key + ": " + e.getMessage(), e);
        }
    }

    private void event(String namespace, EventRecord record) {
        assertThat(record.namespace()).isEqualTo(namespace);
        assertThat(record.n()).isEqualTo(newest.merge(namespace, 1L, Long::sum));
        String key = Keys.entity(namespace, record.entity());
        assertThat(record.prev()).as("prev of %s", record).isEqualTo(lastOf.getOrDefault(key, 0L));
        Shadow shadow = new Shadow(namespace);
        Absorbing.check(fold.get(key), record.event());
        Lasting.check(shadow, record);
        Evolve.apply(shadow, record);
        if (record.event() instanceof Event.HostForgotten) {
            // Its topic goes with it: a host that joins under its id reads from the first directive on.
            directives.remove(namespace + "/" + record.entity().id());
        }
        if (fold.containsKey(key)) {
            lastOf.put(key, record.n());
        } else {
            lastOf.remove(key);
        }
    }

    private void directive(DirectiveRecord record) {
        assertThat(record.seq()).isEqualTo(directives.merge(record.namespace() + "/" + record.hostId(), 1L, Long::sum));
    }

    private void agree(String key) {
        Entity folded = fold.get(key);
        Row row = tables.get(key);
        StateRecord state = states.get(key.replaceFirst("/e/", "/"));
        if (folded == null) {
            assertThat(row).as(key).isNull();
            assertThat(state).as(key).isNull();
            return;
        }
        assertThat(row).as(key).isInstanceOfSatisfying(Row.EntityRow.class, entity -> {
            assertThat(entity.entity()).isEqualTo(folded);
            assertThat(entity.n()).isEqualTo(lastOf.get(key));
        });
        assertThat(state).as("state of %s", key).isNotNull();
        assertThat(state.entity()).isEqualTo(folded);
    }

    /// That the fold has what the tables have, and nothing else.
    void agreeAll() {
        fold.keySet().forEach(this::agree);
        tables.rows.keySet().stream().filter(key -> key.contains("/e/")).forEach(this::agree);
    }

    private final class Shadow implements Evolve.Fold {
        private final String namespace;

        Shadow(String namespace) {
            this.namespace = namespace;
        }

        @Override
        public @Nullable Entity entity(EntityRef ref) {
            return fold.get(Keys.entity(namespace, ref));
        }

        @Override
        public void put(Entity entity) {
            fold.put(Keys.entity(namespace, entity.ref()), entity);
        }

        @Override
        public void delete(EntityRef ref) {
            fold.remove(Keys.entity(namespace, ref));
            lastOf.remove(Keys.entity(namespace, ref));
        }
    }
}
