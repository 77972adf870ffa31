package dev.signalbox.processor.provisioner;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The topics of the hosts, as far as this process knows them. Safe for several threads.
public final class HostTopics {
    private final Provisioner provisioner;
    private final Set<String> made = ConcurrentHashMap.newKeySet();
    private final Set<String> removed = ConcurrentHashMap.newKeySet();

    public HostTopics(Provisioner provisioner) {
        this.provisioner = provisioner;
    }

    /// Sees to it that the host's topics are there, unless it was removed; blocks when they are not known to be.
    ///
    /// @return whether the host may be written to
    /// @throws org.apache.kafka.common.KafkaException when Kafka refuses or does not answer
    public boolean ensure(String hostId) {
        if (removed.contains(hostId)) {
            return false;
        }
        if (!made.contains(hostId)) {
            provisioner.host(hostId);
            made.add(hostId);
        }
        return true;
    }

    /// A topic of the host was found missing: the next [#ensure] looks again.
    public void doubt(String hostId) {
        made.remove(hostId);
    }

    /// Deletes the topics of removed hosts.
    void delete(Collection<String> hosts) {
        provisioner.deleteHosts(hosts);
    }

    /// A removed host is written to no more; its topics stay until their retention is over.
    void remove(String hostId) {
        removed.add(hostId);
        made.remove(hostId);
    }

    /// A host has joined, maybe under the id of one that was removed and forgotten.
    void join(String hostId) {
        removed.remove(hostId);
    }
}
