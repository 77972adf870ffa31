package dev.signalbox.processor.provisioner;

import dev.signalbox.schemas.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Compares a topic with its declaration. Pure. More retention, replicas or room than declared is an operator's choice;
/// what decisions rest on must be exactly so.
record TopicCheck(Topic topic, int partitions, int replicationFactor, int minInsyncReplicas) {

    /// A topic as Kafka describes it; `config` holds the values in effect.
    record Found(int partitions, int replicationFactor, Map<String, String> config) {}

    /// One sentence for each difference that is refused, with what to do about it.
    List<String> differences(Found found) {
        List<String> differences = new ArrayList<>();
        if (found.partitions() != partitions) {
            differences.add(
                    "topic %s has %d partitions, not %d: a namespace would move to another partition; set partitions to %d, or move the installation to new topics"
                            .formatted(topic.name(), found.partitions(), partitions, found.partitions()));
        }
        if (found.replicationFactor() < replicationFactor) {
            differences.add(
                    "topic %s has %d replicas, fewer than %d: reassign its partitions, or lower replication-factor"
                            .formatted(topic.name(), found.replicationFactor(), replicationFactor));
        }
        same(found, "cleanup.policy", differences);
        same(found, "message.timestamp.type", differences);
        atLeast(found, "max.message.bytes", differences);
        atLeast(found, "retention.ms", differences);
        if (number(found.config().get("min.insync.replicas")) < minInsyncReplicas) {
            differences.add(alter("min.insync.replicas", Integer.toString(minInsyncReplicas)));
        }
        return differences;
    }

    private void same(Found found, String key, List<String> differences) {
        String wanted = topic.config().get(key);
        if (wanted != null && !wanted.equals(found.config().get(key))) {
            differences.add(alter(key, wanted));
        }
    }

    private void atLeast(Found found, String key, List<String> differences) {
        String wanted = topic.config().get(key);
        if (wanted != null && number(found.config().get(key)) < number(wanted)) {
            differences.add(alter(key, wanted));
        }
    }

    private String alter(String key, String wanted) {
        return "topic %s needs %s=%s: kafka-configs --alter --topic %s --add-config %s=%s"
                .formatted(topic.name(), key, wanted, topic.name(), key, wanted);
    }

    /// Kafka writes "without bound" as -1.
    private static long number(@Nullable String value) {
        long number = value == null ? 0 : Long.parseLong(value);
        return number < 0 ? Long.MAX_VALUE : number;
    }
}
