package dev.signalbox.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// What is asked of an [EmbeddedBroker].
///
/// @param directory where its log and metadata live; created and formatted when absent
/// @param port of the listener for clients; 0 takes any free one
/// @param overrides Kafka's own broker settings, which win over the ones chosen here
public record BrokerOptions(Path directory, int port, Map<String, String> overrides) {
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";
    private static final String CLIENT_LISTENER = "CLIENT";
    private static final String HOST = "127.0.0.1";

    /// One node, one disk, small buffers: it shares a JVM with everything else.
    private static final Map<String, String> SMALL = Map.ofEntries(
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("default.replication.factor", "1"),
            Map.entry("min.insync.replicas", "1"),
            Map.entry("offsets.topic.num.partitions", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.segment.bytes", "8388608"),
            Map.entry("transaction.state.log.num.partitions", "1"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("transaction.state.log.segment.bytes", "8388608"),
            Map.entry("share.coordinator.state.topic.num.partitions", "1"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "2"),
            Map.entry("background.threads", "2"),
            Map.entry("num.recovery.threads.per.data.dir", "2"),
            Map.entry("group.coordinator.threads", "1"),
            Map.entry("share.coordinator.threads", "1"),
            Map.entry("log.cleaner.threads", "1"),
            Map.entry("log.cleaner.dedupe.buffer.size", "2097152"),
            Map.entry("log.cleaner.io.buffer.size", "131072"),
            Map.entry("log.index.size.max.bytes", "1048576"));

    /// How fast it forgets: a killed process must not hold up its successor for Kafka's patient defaults.
    private static final Map<String, String> QUICK = Map.ofEntries(
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("broker.session.timeout.ms", "3000"),
            Map.entry("broker.heartbeat.interval.ms", "500"),
            Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"),
            Map.entry("metadata.max.idle.interval.ms", "5000"));

    public BrokerOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 (any free one) to 65535, not " + port);
        }
        directory = directory.toAbsolutePath().normalize();
        overrides = Map.copyOf(overrides);
    }

    /// Any free port, no overrides.
    public static BrokerOptions in(Path directory) {
        return new BrokerOptions(directory, 0, Map.of());
    }

    public BrokerOptions onPort(int wanted) {
        return new BrokerOptions(directory, wanted, overrides);
    }

    public BrokerOptions with(Map<String, String> more) {
        var merged = new HashMap<>(overrides);
        merged.putAll(more);
        return new BrokerOptions(directory, port, merged);
    }

    /// The settings that do not depend on where it runs.
    static Map<String, String> forOneNode() {
        var properties = new HashMap<String, String>(SMALL);
        properties.putAll(QUICK);
        return properties;
    }

    Map<String, String> properties(int clientPort, int controllerPort) {
        var properties = forOneNode();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", Integer.toString(NODE_ID));
        properties.put("log.dirs", directory.toString());
        properties.put(
                "listeners",
                "%s://%s:%d,%s://%s:%d"
                        .formatted(CLIENT_LISTENER, HOST, clientPort, CONTROLLER_LISTENER, HOST, controllerPort));
        properties.put(
                "listener.security.protocol.map",
                "%s:PLAINTEXT,%s:PLAINTEXT".formatted(CLIENT_LISTENER, CONTROLLER_LISTENER));
        properties.put("inter.broker.listener.name", CLIENT_LISTENER);
        properties.put("controller.listener.names", CONTROLLER_LISTENER);
        // A static voter: its port stands in no metadata record, so each start may use another one.
        properties.put("controller.quorum.voters", "%d@%s:%d".formatted(NODE_ID, HOST, controllerPort));
        properties.putAll(overrides);
        return properties;
    }
}
