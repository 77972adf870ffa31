package dev.signalbox.api.core.view;

import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// The entities of one kind in one namespace, by id and by age. One writer, any number of readers.
final class Table {
    private final NavigableMap<String, Stored> byId = new ConcurrentSkipListMap<>();
    private final NavigableMap<Stored.Order, Stored> byAge = new ConcurrentSkipListMap<>();

    void put(Stored stored) {
        Stored before = byId.put(stored.summary().id(), stored);
        if (before != null && !before.order().equals(stored.order())) {
            byAge.remove(before.order());
        }
        byAge.put(stored.order(), stored);
    }

    @Nullable
    Stored remove(String id) {
        Stored before = byId.remove(id);
        if (before != null) {
            byAge.remove(before.order());
        }
        return before;
    }

    @Nullable
    Stored get(String id) {
        return byId.get(id);
    }

    /// Those whose id begins so, ascending.
    Iterable<Stored> startingWith(String prefix) {
        return byId.subMap(prefix, true, prefix + Character.MAX_VALUE, false).values();
    }

    /// Newest first, all of them or those behind a place.
    Iterable<Stored> from(Stored.@Nullable Order after) {
        return (after == null ? byAge : byAge.tailMap(after, false)).values();
    }

    int size() {
        return byId.size();
    }
}
