package dev.signalbox.api.core.feed;

/// One partition of one topic.
public record LogPartition(String topic, int partition) {}
