package dev.signalbox.schemas.topic;

import static dev.signalbox.schemas.topic.Topic.Partitioning.BY_NAMESPACE;
import static dev.signalbox.schemas.topic.Topic.Partitioning.SINGLE;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Every topic, declared once. Nobody else writes a topic's name.
public final class Topics {
    public static final String PREFIX = "signalbox.";

    /// What a topic takes of one record, and who writes one sends: a command of at most 1 MiB, or what comes of it,
    /// with all that surrounds it.
    public static final int MAX_RECORD_BYTES = 1024 * 1024 + 64 * 1024;

    /// Wishes, by API nodes, and ticks. Key: namespace.
    public static final Topic COMMANDS = log("commands", Duration.ofDays(7), true);

    /// Signed batches, by host agents. Key: namespace.
    public static final Topic REPORTS = log("reports", Duration.ofDays(7), true);

    /// Facts, by the decider. Key: namespace.
    public static final Topic EVENTS = log("events", Duration.ofDays(90), false);

    /// The newest whole version of each entity, by the decider. Key: namespace/type/id.
    public static final Topic STATE =
            new Topic(PREFIX + "state", BY_NAMESPACE, true, null, null, false, MAX_RECORD_BYTES);

    /// What became of commands, by the decider. Key: command id; partition: that of the namespace.
    public static final Topic OUTCOMES = log("outcomes", Duration.ofDays(2), false);

    /// What hosts are to be told, by the decider. Key: host id; partition: that of the namespace.
    public static final Topic DIRECTIVES_OUT = log("directives-out", Duration.ofDays(7), false);

    /// Records that could not be decided, with their cause and position. Key: the source's key.
    public static final Topic DEAD_LETTERS = log("dead-letters", Duration.ofDays(90), false);

    private Topics() {}

    /// The topics that stand before any host joins.
    public static List<Topic> fixed() {
        return List.of(COMMANDS, REPORTS, EVENTS, STATE, OUTCOMES, DIRECTIVES_OUT, DEAD_LETTERS);
    }

    /// The topics of one host.
    public static List<Topic> ofHost(String hostId) {
        return List.of(directives(hostId), keystrokes(hostId), output(hostId));
    }

    /// What one host is told, by the router. Key: the session or repository that it is about.
    public static Topic directives(String hostId) {
        return single("directives." + hostId, Duration.ofDays(7), null);
    }

    /// What is typed, by API nodes. Key: session.
    public static Topic keystrokes(String hostId) {
        return single("keystrokes." + hostId, Duration.ofHours(1), null);
    }

    /// What the host's sessions put out, by that host alone. Key: session.
    public static Topic output(String hostId) {
        return single("output." + hostId, Duration.ofDays(7), 20L * 1024 * 1024 * 1024);
    }

    private static Topic log(String name, Duration retention, boolean appendTime) {
        return new Topic(PREFIX + name, BY_NAMESPACE, false, retention, null, appendTime, MAX_RECORD_BYTES);
    }

    private static Topic single(String name, Duration retention, @Nullable Long bytes) {
        return new Topic(PREFIX + name, SINGLE, false, retention, bytes, false, MAX_RECORD_BYTES);
    }
}
