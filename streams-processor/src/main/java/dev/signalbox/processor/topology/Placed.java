package dev.signalbox.processor.topology;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/// A key and the partition that its record goes to: always the number that the input came from, so that all that
/// belongs to a namespace stays in one partition number of every topic.
@SuppressWarnings("ArrayRecordComponent") // never compared
record Placed(int partition, byte @Nullable [] key) {
    static final Serializer<Placed> SERIALIZER = (_, placed) -> placed == null ? null : placed.key();
    static final StreamPartitioner<Placed, byte[]> PARTITIONER =
            (_, placed, _, _) -> Optional.of(Set.of(placed.partition()));
}
