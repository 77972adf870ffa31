package dev.signalbox.processor.settings;

import dev.signalbox.schemas.command.Command;
import dev.signalbox.settings.Bounds;
import dev.signalbox.settings.HostPort;
import dev.signalbox.settings.KafkaAccess;
import dev.signalbox.settings.Setting;
import java.nio.file.Path;
import java.time.Duration;

/// How a processor runs.
public record ProcessorSettings(
        KafkaAccess kafka,

        @Setting(
                value = "Where its identity and its stores are kept, in a folder `processor`; one processor at a time.",
                byDefault = "$XDG_DATA_HOME/signalbox")
        Path dataDir,

        @Setting(value = "Partitions of the topics by namespace; fixed once they are made.", byDefault = "16")
        int partitions,

        @Setting(value = "Replicas of the topics that it makes.", byDefault = "1")
        int replicationFactor,

        @Setting(
                value = "Replicas that must have a record before it counts, of the topics that it makes.",
                byDefault = "1")
        int minInsyncReplicas,

        @Setting(value = "Copies of its stores on other processors: 1 once there are two.", byDefault = "0")
        int standbyReplicas,

        @Setting(value = "Threads that decide; more than partitions are of no use.", byDefault = "1")
        int processorThreads,

        @Setting(
                value = "How long ended sessions and settled inputs can be asked for; what happened stays in the"
                        + " events.",
                byDefault = "7d")
        Duration keepEndedSessions,

        @Setting(value = "How long ended tasks can be asked for.", byDefault = "30d")
        Duration keepEndedTasks,

        @Setting(
                value = "How long the topics of a removed host are kept, and with them what its sessions put out; the"
                        + " host itself can be asked for as long as one of its sessions can.",
                byDefault = "7d")
        Duration keepRemovedHosts,

        @Setting(
                value = "The Kafka principal of a host, to whom rights are given: {name}, {id} and {namespace} are the"
                        + " host's.",
                byDefault = "User:host-{name}")
        String hostPrincipal,

        @Setting(value = "Loopback port of /live, /ready and /metrics; 0: any free one.", byDefault = "8610")
        int processorOpsPort) {

    public ProcessorSettings {
        atLeast("partitions", partitions, 1);
        atLeast("replication-factor", replicationFactor, 1);
        atLeast("min-insync-replicas", minInsyncReplicas, 1);
        atLeast("standby-replicas", standbyReplicas, 0);
        atLeast("processor-threads", processorThreads, 1);
        kept("keep-ended-sessions", keepEndedSessions);
        kept("keep-ended-tasks", keepEndedTasks);
        kept("keep-removed-hosts", keepRemovedHosts);
        Bounds.check("processor-ops-port", processorOpsPort, 0, 65_535);
        if (!hostPrincipal.matches("[A-Za-z]+:.*\\{(name|id)}.*")) {
            throw new IllegalArgumentException(
                    "host-principal: must be a type, a colon and {name} or {id}, such as User:host-{name}, not "
                            + hostPrincipal);
        }
        dataDir = dataDir.toAbsolutePath().normalize();
    }

    /// How long what is over stays in the tables.
    public Command.Tick.Keep keep() {
        return new Command.Tick.Keep(keepEndedSessions, keepEndedTasks, keepRemovedHosts);
    }

    /// The brokers, for people.
    public String brokers() {
        return String.join(",", kafka.servers().stream().map(HostPort::toString).toList());
    }

    /// What the processor alone writes, below the data directory that the services of a machine may share.
    Path home() {
        return dataDir.resolve("processor");
    }

    private static void kept(String name, Duration time) {
        Bounds.check(name, time, Command.Tick.Keep.LEAST, Command.Tick.Keep.MOST);
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": must be at least " + least + ", not " + value);
        }
    }
}
