package dev.signalbox.processor.decide;

import dev.signalbox.processor.row.Keys;
import dev.signalbox.processor.row.Row;
import dev.signalbox.processor.row.Tables;
import dev.signalbox.schemas.state.Entity;
import dev.signalbox.schemas.state.EntityRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tables in memory. As in the store, a scan sees what stood there when it began.
final class MemoryTables implements Tables {
    final NavigableMap<String, Row> rows = new TreeMap<>();

    @Override
    public @Nullable Row get(String key) {
        return rows.get(key);
    }

    @Override
    public Iterable<Map.Entry<String, Row>> scan(String prefix) {
        return rows.subMap(prefix, true, prefix + Character.MAX_VALUE, false).entrySet();
    }

    @Override
    public Iterable<Row.Lease> leases() {
        return rows(Row.Lease.class)
                .sorted(Comparator.comparingLong(Row.Lease::expires))
                .toList();
    }

    void put(String key, @Nullable Row row) {
        if (row == null) {
            rows.remove(key);
        } else {
            rows.put(key, row);
        }
    }

    <E extends Entity> @Nullable E entity(Class<E> type, String namespace, EntityRef ref) {
        return rows.get(Keys.entity(namespace, ref)) instanceof Row.EntityRow(_, Entity entity)
                ? type.cast(entity)
                : null;
    }

    /// All entities of a type in a namespace.
    <E extends Entity> List<E> all(Class<E> type, String namespace) {
        List<E> all = new ArrayList<>();
        for (Map.Entry<String, Row> entry : scan(namespace + "/e/")) {
            if (entry.getValue() instanceof Row.EntityRow(_, Entity entity) && type.isInstance(entity)) {
                all.add(type.cast(entity));
            }
        }
        return all;
    }

    /// All rows of a kind.
    <R extends Row> Stream<R> rows(Class<R> kind) {
        return rows.values().stream().filter(kind::isInstance).map(kind::cast);
    }

    List<String> keys(String prefix) {
        List<String> keys = new ArrayList<>();
        scan(prefix).forEach(entry -> keys.add(entry.getKey()));
        return keys;
    }
}
