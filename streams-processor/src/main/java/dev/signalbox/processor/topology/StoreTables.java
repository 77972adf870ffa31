package dev.signalbox.processor.topology;

import dev.signalbox.processor.carry.Parcel.Piece;
import dev.signalbox.processor.row.Keys;
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
    private @Nullable Leases leases;

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

    @Override
    public Iterable<Row.Lease> leases() {
        return index().ordered();
    }

    void put(Piece row) {
        store.put(row.key(), row.value());
        if (row.key().startsWith(Keys.LEASES)) {
            byte[] value = row.value();
            index().put(row.key(), value == null ? null : (Row.Lease) decode(row.key(), value));
        }
    }

    /// Leases change with every batch of a host and are over hardly ever: an order of them in the store would be
    /// written as often. It is made of the store's rows when it is first needed, and only who puts rows needs it.
    private Leases index() {
        Leases known = leases;
        if (known == null) {
            known = new Leases();
            try (KeyValueIterator<String, byte[]> rows = store.prefixScan(Keys.LEASES, STRINGS)) {
                while (rows.hasNext()) {
                    KeyValue<String, byte[]> row = rows.next();
                    known.put(row.key, (Row.Lease) decode(row.key, row.value));
                }
            }
            leases = known;
        }
        return known;
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
