package dev.signalbox.api.core.cursor;

import java.util.UUID;

/// Where a record stood in the log: it saves a search and proves nothing.
///
/// @param topicId of the topic as it was then; a topic that was made again has another one
public record Hint(UUID topicId, int partition, long offset) {
    public Hint {
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException("partition and offset are not negative");
        }
    }
}
