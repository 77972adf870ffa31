package dev.signalbox.host;

import dev.signalbox.schemas.state.Fingerprint;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.settings.Bounds;
import dev.signalbox.settings.ByteSize;
import dev.signalbox.settings.HostPort;
import dev.signalbox.settings.KafkaAccess;
import dev.signalbox.settings.Secret;
import dev.signalbox.settings.Setting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a host agent is set up.
public record HostSettings(
        @Setting(value = "API nodes to join through, tried in their order.", byDefault = "http://127.0.0.1:8600")
        List<URI> api,

        @Setting("Join token; needed once, for the first start on a data directory.") @Nullable
        Secret join,

        @Setting("Name of the host, unique in its namespace; not set: the machine's name.") @Nullable
        String name,

        @Setting(
                value = "Where the host agent keeps its identity, its journal and the sessions' spools.",
                byDefault = "$XDG_DATA_HOME/signalbox/host")
        Path dataDir,

        @Setting("Directories inside which sessions may work; not set: `work` in the data directory.") @Nullable
        List<Path> baseDirs,

        @Setting(value = "How many sessions run at once.", byDefault = "32")
        int capacity,

        @Setting(value = "Labels by which sessions ask for this host, as name=value.", byDefault = "")
        List<String> labels,

        @Setting(
                value = "Bytes of one session that may wait on this host's disk for the log, before the session is"
                        + " held back.",
                byDefault = "1GiB")
        ByteSize spoolQuota,

        @Setting(
                value = "Silence after which a session counts as idle whose output tells nothing else.",
                byDefault = "10s")
        Duration idleAfter,

        @Setting("Socket of the tmux server that shows terminals, for instance the default one of the user, so that"
                + " `tmux attach` finds them; not set: a server of the host agent's own, in the data directory.")
        @Nullable
        Path tmuxSocket,

        @Setting(value = "Time between heartbeats.", byDefault = "2s")
        Duration heartbeat,

        @Setting("Brokers; not set: those that the API node named when the host joined.") @Nullable
        List<HostPort> kafkaServers,

        @Setting("File of further Kafka client properties: where TLS and SASL, with their secrets, are set.") @Nullable
        Path kafkaProperties) {

    /// Two fit into the lease, so that one may be lost.
    private static final Duration SLOWEST = Host.LEASE.dividedBy(2).minusSeconds(1);

    public HostSettings {
        api = List.copyOf(api);
        labels = List.copyOf(labels);
        dataDir = dataDir.toAbsolutePath().normalize();
        baseDirs = baseDirs == null || baseDirs.isEmpty() ? List.of(dataDir.resolve("work")) : List.copyOf(baseDirs);
        Bounds.check("capacity", capacity, 1, Fingerprint.MAX_CAPACITY);
        Bounds.check("heartbeat", heartbeat, Duration.ofMillis(100), SLOWEST);
        Bounds.check("idle-after", idleAfter, Duration.ofSeconds(1), Duration.ofDays(1));
        KafkaAccess.checkReadable(kafkaProperties);
        for (String label : labels) {
            if (label.indexOf('=') < 1) {
                throw new IllegalArgumentException("labels: '" + label + "' is not name=value");
            }
        }
    }

    /// The base directories, never none.
    public List<Path> bases() {
        return baseDirs == null ? List.of() : baseDirs;
    }
}
