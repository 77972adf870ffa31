package dev.signalbox.processor;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// How a processor runs.
///
/// @param kafka `host:port` of one or more brokers, with commas
/// @param dataDir holds the identity of this processor and its stores; one processor at a time
/// @param partitions how many each topic that is partitioned by namespace has; it never changes afterwards
/// @param replicationFactor of topics that are made
/// @param minInsyncReplicas of topics that are made
/// @param standbyReplicas copies of the stores on other processors; 1 once there are two
/// @param threads that decide; more than `partitions` are of no use
/// @param opsPort of the loopback listener for health and metrics; 0: any free one; negative: none
/// @param client further settings for every Kafka client, such as those of security
public record ProcessorSettings(
        String kafka,
        Path dataDir,
        int partitions,
        int replicationFactor,
        int minInsyncReplicas,
        int standbyReplicas,
        int threads,
        int opsPort,
        Map<String, String> client) {

    public ProcessorSettings {
        atLeast("partitions", partitions, 1);
        atLeast("replication-factor", replicationFactor, 1);
        atLeast("min-insync-replicas", minInsyncReplicas, 1);
        atLeast("standby-replicas", standbyReplicas, 0);
        atLeast("threads", threads, 1);
        dataDir = dataDir.toAbsolutePath().normalize();
        client = Map.copyOf(client);
    }

    /// One processor beside one broker.
    public static ProcessorSettings single(String kafka, Path dataDir, int partitions) {
        return new ProcessorSettings(kafka, dataDir, partitions, 1, 1, 0, 1, -1, Map.of());
    }

    /// What every Kafka client of this process starts from.
    public Map<String, Object> clientProperties() {
        var properties = new HashMap<String, Object>(client);
        properties.put("bootstrap.servers", kafka);
        properties.put("reconnect.backoff.max.ms", "1000");
        return properties;
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
        }
    }
}
