package dev.signalbox.api.core;

import java.util.Map;
import java.util.function.IntSupplier;

/// What a machine that joins is told.
///
/// @param bootstrapServers the brokers as hosts reach them
/// @param kafka further settings of its Kafka clients, without secrets
/// @param partitions of each topic that is partitioned by namespace
public record HostAccess(String bootstrapServers, Map<String, String> kafka, IntSupplier partitions) {
    public HostAccess {
        kafka = Map.copyOf(kafka);
    }
}
