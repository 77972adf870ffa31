package dev.signalbox.api.core.view;

import java.util.Comparator;

/// What a view keeps of an entity: its summary as an object, the rest as it stands on `state`.
///
/// @param value the whole `StateRecord` as JSON
@SuppressWarnings("ArrayRecordComponent") // bytes pass through; nobody compares or changes them
record Stored(long n, Summary summary, byte[] value) {

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
}
