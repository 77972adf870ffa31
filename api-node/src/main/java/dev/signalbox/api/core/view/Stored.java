package dev.signalbox.api.core.view;

import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import dev.signalbox.schemas.state.Entity;
import dev.signalbox.schemas.state.StateRecord;
import java.lang.ref.SoftReference;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// What a view keeps of an entity: its summary as an object, and the whole as it stands on `state`. The object of the
/// whole is made when somebody asks for it, and kept while there is memory to spare.
final class Stored {
    private final long n;
    private final Summary summary;
    private final byte[] value;
    private volatile SoftReference<@Nullable Entity> entity = new SoftReference<>(null);

    /// @param value the whole `StateRecord` as JSON
    Stored(long n, Summary summary, byte[] value) {
        this.n = n;
        this.summary = summary;
        this.value = value;
    }

    /// Newest first; the id makes it total. Neither part of it ever changes.
    record Order(long createdAt, String id) implements Comparable<Order> {
        private static final Comparator<Order> COMPARATOR =
                Comparator.comparingLong(Order::createdAt).reversed().thenComparing(Order::id);

        @Override
        public int compareTo(Order other) {
            return COMPARATOR.compare(this, other);
        }
    }

    Order order() {
        return new Order(summary.createdAt().toEpochMilli(), summary.id());
    }

    long n() {
        return n;
    }

    Summary summary() {
        return summary;
    }

    Entity entity() {
        Entity known = entity.get();
        if (known == null) {
            known = decoded();
            entity = new SoftReference<>(known);
        }
        return known;
    }

    private Entity decoded() {
        try {
            return Json.decode(value, StateRecord.class).entity();
        } catch (MalformedException e) {
            throw new IllegalStateException("a record of state was readable when it was folded", e);
        }
    }
}
