package dev.signalbox.api.core.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/// Read access to partitions of the log. Every method may throw a [LogAwayException].
public interface LogSource<T> {

    /// @param topicId changes when the topic is made again
    /// @param begin the oldest offset that is retained
    /// @param end the offset of the next record
    record Bounds(UUID topicId, long begin, long end) {}

    /// @param entries those of the stream that was asked for, and broadcast ones, ascending
    /// @param next where to read on
    /// @param atEnd whether all that was there when it was asked for has been read; told only without entries
    record Slice<T>(List<LogEntry<T>> entries, long next, boolean atEnd) {
        public Slice {
            entries = List.copyOf(entries);
        }
    }

    Bounds bounds(LogPartition partition) throws InterruptedException;

    /// The first offset whose record is of the time or later, empty when there is none.
    OptionalLong offsetAt(LogPartition partition, Instant time) throws InterruptedException;

    /// Reads one stream with a reader that is lent for this call alone.
    ///
    /// @param maxBytes bounds the entries, but for the last one
    /// @param patience how long to wait for a reader and for records
    /// @throws OffsetGoneException the offset is not in the log (any more)
    Slice<T> read(LogPartition partition, long from, String key, long maxBytes, Duration patience)
            throws InterruptedException;

    /// The shared tail of the partition; it is kept open until released as often as it was asked for.
    PartitionTail<T> tail(LogPartition partition);

    void release(LogPartition partition);

    /// The log cannot be reached now, or not soon enough.
    final class LogAwayException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public LogAwayException(String why) {
            super(why, null, false, false);
        }
    }

    /// The offset is outside the log.
    final class OffsetGoneException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final long begin;

        public OffsetGoneException(long begin) {
            super("the log begins at " + begin, null, false, false);
            this.begin = begin;
        }

        /// Where the log begins.
        public long begin() {
            return begin;
        }
    }
}
