package dev.signalbox.processor.topology;

import dev.signalbox.processor.intake.Position;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/// Counts how often a record, or something due, ended the thread or the decision that it stood in; after the third time
/// it is not tried again by this process.
final class Deaths {
    private static final int LIMIT = 3;

    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    /// Does something for the record there; what ends the thread is counted and goes on.
    <T> T counting(Position at, Supplier<T> work) {
        try {
            return work.get();
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            add(at.place());
            throw e;
        }
    }

    void add(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    boolean quarantined(Position at) {
        return quarantined(at.place());
    }

    boolean quarantined(String what) {
        return !counts.isEmpty() && counts.getOrDefault(what, 0) >= LIMIT;
    }
}
