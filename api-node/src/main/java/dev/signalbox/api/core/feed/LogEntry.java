package dev.signalbox.api.core.feed;

/// One record of a partition, decoded.
///
/// @param key whose stream it belongs to
/// @param broadcast whether every stream of the partition needs to see it, whatever its key
/// @param size what it weighs in a queue, in bytes
public record LogEntry<T>(long offset, long timestamp, String key, boolean broadcast, int size, T value) {
    boolean concerns(String stream) {
        return broadcast || key.equals(stream);
    }
}
