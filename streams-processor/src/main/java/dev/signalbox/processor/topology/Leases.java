package dev.signalbox.processor.topology;

import dev.signalbox.processor.row.Row;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The leases of a partition in the order in which they are over.
final class Leases {
    private final Map<String, Row.Lease> byKey = new HashMap<>();
    private final NavigableSet<Row.Lease> ordered = new TreeSet<>(Comparator.comparingLong(Row.Lease::expires)
            .thenComparing(Row.Lease::namespace)
            .thenComparing(Row.Lease::hostId));

    /// @param lease null: there is none under the key any more
    void put(String key, Row.@Nullable Lease lease) {
        Row.Lease before = lease == null ? byKey.remove(key) : byKey.put(key, lease);
        if (before != null) {
            ordered.remove(before);
        }
        if (lease != null) {
            ordered.add(lease);
        }
    }

    Iterable<Row.Lease> ordered() {
        return ordered;
    }
}
