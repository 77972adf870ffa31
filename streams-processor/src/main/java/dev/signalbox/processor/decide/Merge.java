package dev.signalbox.processor.decide;

import dev.signalbox.processor.row.Row;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// The rows of tables under a draft's changes, ascending. The changes may change while it runs: a row that was
/// deleted by the time it would come is left out, one that was added after the beginning does not come.
final class Merge implements Iterator<Map.Entry<String, Row>> {
    private final NavigableMap<String, @Nullable Row> changes;
    private final Iterator<Map.Entry<String, Row>> base;
    private final Deque<String> changed = new ArrayDeque<>();
    private Map.@Nullable Entry<String, Row> ahead;
    private Map.@Nullable Entry<String, Row> next;

    Merge(NavigableMap<String, @Nullable Row> changes, Iterator<Map.Entry<String, Row>> base, String prefix) {
        this.changes = changes;
        this.base = base;
        for (String key : changes.tailMap(prefix, true).keySet()) {
            if (!key.startsWith(prefix)) {
                break;
            }
            changed.add(key);
        }
    }

    @Override
    public boolean hasNext() {
        while (next == null && (ahead != null || base.hasNext() || !changed.isEmpty())) {
            next = step();
        }
        return next != null;
    }

    @Override
    public Map.Entry<String, Row> next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        Map.Entry<String, Row> result = next;
        next = null;
        return result;
    }

    /// The next of both, null when it was deleted.
    private Map.@Nullable Entry<String, Row> step() {
        if (ahead == null && base.hasNext()) {
            ahead = base.next();
        }
        String first = changed.peek();
        Map.Entry<String, Row> entry = ahead;
        if (entry == null || (first != null && first.compareTo(entry.getKey()) <= 0)) {
            String key = changed.remove();
            if (entry != null && key.equals(entry.getKey())) {
                ahead = null;
            }
            Row row = changes.get(key);
            return row == null ? null : Map.entry(key, row);
        }
        ahead = null;
        if (!changes.containsKey(entry.getKey())) {
            return entry;
        }
        Row row = changes.get(entry.getKey());
        return row == null ? null : Map.entry(entry.getKey(), row);
    }
}
