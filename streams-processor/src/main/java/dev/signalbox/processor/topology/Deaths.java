package dev.signalbox.processor.topology;

import dev.signalbox.processor.intake.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts how often something ended the thread, or failed, for the same reason; after the third time it is not tried
/// again.
final class Deaths {
    private static final Logger log = LoggerFactory.getLogger(Deaths.class);
    private static final int LIMIT = 3;
    private static final int KEPT = 1_000;

    private final @Nullable Path file;
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    private Deaths(@Nullable Path file) {
        this.file = file;
    }

    /// Forgotten when the process ends: a repaired processor tries again.
    static Deaths ofThisProcess() {
        return new Deaths(null);
    }

    /// Kept in a file too, so that a record that ends the whole process is counted over its restarts.
    static Deaths keptIn(Path file) {
        var deaths = new Deaths(file);
        try {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            List<String> newest = lines.subList(Math.max(0, lines.size() - KEPT), lines.size());
            newest.forEach(place -> deaths.counts.merge(place, 1, Integer::sum));
            if (newest.size() < lines.size()) {
                Files.write(file, newest);
            }
        } catch (IOException e) {
            log.atWarn().log("{} cannot be read: {}", file, e.getMessage());
        }
        return deaths;
    }

    /// Does something for the record there; what ends the thread is counted and goes on. What Kafka throws is not about
    /// the record.
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
        if (file != null) {
            try {
                Files.write(file, List.of(what), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                log.atWarn().log("{} cannot be written: {}", file, e.getMessage());
            }
        }
    }

    /// Whether it may be tried once more to answer the record, which counts as a try when it ends the thread.
    boolean answerable(Position at) {
        return counts.getOrDefault(at.place(), 0) == LIMIT;
    }

    boolean quarantined(Position at) {
        return !counts.isEmpty() && quarantined(at.place());
    }

    boolean quarantined(String what) {
        return counts.getOrDefault(what, 0) >= LIMIT;
    }
}
