package dev.signalbox.processor.topology;

import dev.signalbox.processor.carry.Parcel.Piece;
import dev.signalbox.processor.row.Row;
import dev.signalbox.processor.row.Tables;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The rows in their store. Scans stay open until [#release], which follows each decision.
final class StoreTables implements Tables {
    private static final StringSerializer STRINGS = new StringSerializer();

    private final KeyValueStore<String, byte[]> store;
    private final List<KeyValueIterator<String, byte[]>> open = new ArrayList<>();

    StoreTables(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    @Override
    public @Nullable Row get(String key) {
        byte[] value = store.get(key);
        return value == null ? null : decode(key, value);
    }

    @Override
    public Iterable<Map.Entry<String, Row>> scan(String prefix) {
        return () -> {
            KeyValueIterator<String, byte[]> iterator = store.prefixScan(prefix, STRINGS);
            open.add(iterator);
            return new Rows(iterator);
        };
    }

    void put(Piece row) {
        store.put(row.key(), row.value());
    }

    void release() {
        open.forEach(KeyValueIterator::close);
        open.clear();
    }

    private static Row decode(String key, byte[] value) {
        try {
            return Json.decode(value, Row.class);
        } catch (MalformedException e) {
            throw new IllegalStateException("row " + key + " is unreadable: " + e.getMessage(), e);
        }
    }

    private record Rows(KeyValueIterator<String, byte[]> iterator) implements Iterator<Map.Entry<String, Row>> {
        @Override
        public boolean hasNext() {
            return iterator.hasNext();
        }

        @Override
        public Map.Entry<String, Row> next() {
            KeyValue<String, byte[]> next = iterator.next();
            return Map.entry(next.key, decode(next.key, next.value));
        }
    }
}
