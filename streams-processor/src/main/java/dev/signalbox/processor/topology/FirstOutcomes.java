package dev.signalbox.processor.topology;

import dev.signalbox.processor.intake.Deduplication;
import dev.signalbox.processor.intake.FirstOutcome;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;
import org.jspecify.annotations.Nullable;

/// The idempotency window in its store.
record FirstOutcomes(WindowStore<String, byte[]> store) {
    private static final String MARK = "!";
    private static final byte[] NOTHING = {};

    /// Sees to it that the store was written to: of a store that never was, Streams knows no offset at a restart, takes
    /// the whole task for corrupted, and restores it from the beginning.
    void mark(long now) {
        store.put(MARK, NOTHING, now);
    }

    @Nullable
    FirstOutcome find(String key, long now) {
        try (WindowStoreIterator<byte[]> found =
                store.fetch(key, Math.max(0, now - Deduplication.WINDOW.toMillis()), now)) {
            if (!found.hasNext()) {
                return null;
            }
            KeyValue<Long, byte[]> first = found.next();
            return Json.decode(first.value, FirstOutcome.class);
        } catch (MalformedException e) {
            throw new IllegalStateException("the outcome of " + key + " is unreadable: " + e.getMessage(), e);
        }
    }

    void put(String key, byte[] firstOutcome, long now) {
        store.put(key, firstOutcome, now);
    }
}
