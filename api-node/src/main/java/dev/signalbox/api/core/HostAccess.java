package dev.signalbox.api.core;

import java.util.function.IntSupplier;

/// What a machine that joins is told.
///
/// @param bootstrapServers the brokers as hosts reach them
/// @param partitions of each topic that is partitioned by namespace
public record HostAccess(String bootstrapServers, IntSupplier partitions) {}
