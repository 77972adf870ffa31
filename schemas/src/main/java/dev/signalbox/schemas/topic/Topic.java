package dev.signalbox.schemas.topic;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A topic as it must be: name and the settings that the provisioner makes or verifies.
///
/// @param partitioning by namespace (as many partitions as the installation has) or one
/// @param retention null for a compacted topic
/// @param retentionBytes null: no bound by size
/// @param appendTime whether the broker's clock, not the writer's, stamps the records
public record Topic(
        String name,
        Partitioning partitioning,
        boolean compacted,
        @Nullable Duration retention,
        @Nullable Long retentionBytes,
        boolean appendTime,
        int maxRecordBytes) {

    public enum Partitioning {
        BY_NAMESPACE,
        SINGLE
    }

    /// The topic's settings in Kafka's own words.
    public Map<String, String> config() {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("cleanup.policy", compacted ? "compact" : "delete");
        config.put("message.timestamp.type", appendTime ? "LogAppendTime" : "CreateTime");
        config.put("max.message.bytes", Integer.toString(maxRecordBytes));
        if (retention != null) {
            config.put("retention.ms", Long.toString(retention.toMillis()));
        }
        if (retentionBytes != null) {
            config.put("retention.bytes", Long.toString(retentionBytes));
        }
        return config;
    }
}
