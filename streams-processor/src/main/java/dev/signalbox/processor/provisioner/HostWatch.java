package dev.signalbox.processor.provisioner;

import dev.signalbox.processor.reading.ReadingLoop;
import dev.signalbox.processor.settings.Membership;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.HostStatus;
import dev.signalbox.schemas.state.StateRecord;
import dev.signalbox.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the hosts on `state`, from its beginning: makes the topics of each and gives its principal its rights,
/// takes the rights away at removal, and deletes the topics when a removed host was kept for long enough, at the
/// latest when it is forgotten. What counts is the newest version of a host, so compaction takes nothing away; every
/// processor does the same, which does no harm.
public final class HostWatch {
    private static final Logger log = LoggerFactory.getLogger(HostWatch.class);
    private static final String HOST = "/" + EntityType.HOST.wireName() + "/";

    private final HostTopics topics;
    private final HostRights rights;
    private final Duration keepRemoved;
    private final InstantSource clock;
    private final Map<String, String> principals = new HashMap<>();
    private final Set<String> unmade = new LinkedHashSet<>();
    private final Map<String, String> unrevoked = new LinkedHashMap<>();
    private final Map<String, Instant> removed = new HashMap<>();

    private HostWatch(HostTopics topics, HostRights rights, Duration keepRemoved, InstantSource clock) {
        this.topics = topics;
        this.rights = rights;
        this.keepRemoved = keepRemoved;
        this.clock = clock;
    }

    public static ReadingLoop<String, byte[]> start(
            HostTopics topics, Provisioner provisioner, Membership membership, InstantSource clock) {
        var settings = provisioner.settings();
        var watch = new HostWatch(topics, provisioner.rights(), settings.keepRemovedHosts(), clock);
        return ReadingLoop.start("host watch", () -> consumer(membership, settings.partitions()), watch::on);
    }

    private static Consumer<String, byte[]> consumer(Membership membership, int partitions) {
        Map<String, Object> properties = membership.client("host-watch");
        properties.put("isolation.level", "read_committed");
        properties.put("enable.auto.commit", false);
        properties.put("auto.offset.reset", "earliest");
        var consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
        consumer.assign(IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(Topics.STATE.name(), partition))
                .toList());
        return consumer;
    }

    private void on(Consumer<String, byte[]> consumer, ConsumerRecords<String, byte[]> records) {
        records.forEach(this::take);
        unmade.removeIf(hostId -> done(hostId, "its topics and rights cannot be made", () -> make(hostId)));
        // Only who has read all knows that nobody else has the principal now.
        if (!unrevoked.isEmpty() && caughtUp(consumer)) {
            Set<String> members = new HashSet<>(principals.values());
            if (done(all(unrevoked.keySet()), "rights cannot be taken away", () -> rights.revoke(unrevoked, members))) {
                unrevoked.clear();
            }
        }
        deleteTopics();
    }

    private static boolean caughtUp(Consumer<String, byte[]> consumer) {
        return consumer.assignment().stream()
                .allMatch(partition -> consumer.currentLag(partition).orElse(1) == 0);
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.key() == null || !record.key().contains(HOST)) {
            return;
        }
        if (record.value() == null) {
            forgotten(record.key().substring(record.key().indexOf(HOST) + HOST.length()));
            return;
        }
        try {
            StateRecord state = Json.decode(record.value(), StateRecord.class);
            if (state.entity() instanceof Host host) {
                take(state.namespace(), host);
            }
        } catch (MalformedException e) {
            log.atWarn()
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .log("a host's state cannot be read: {}", e.getMessage());
        }
    }

    private void take(String namespace, Host host) {
        String principal = rights.principal(namespace, host.id(), host.name());
        if (host.status() == HostStatus.REMOVED) {
            unmade.remove(host.id());
            principals.remove(host.id());
            topics.remove(host.id());
            unrevoked.put(host.id(), principal);
            removed.put(host.id(), host.statusSince().plus(keepRemoved));
        } else if (principals.put(host.id(), principal) == null) {
            removed.remove(host.id());
            unrevoked.remove(host.id());
            topics.join(host.id());
            unmade.add(host.id());
        }
    }

    /// Only a host that was removed long ago is forgotten. Where compaction left nothing else of it, nobody may have
    /// deleted its topics.
    private void forgotten(String hostId) {
        topics.remove(hostId);
        removed.put(hostId, Instant.EPOCH);
    }

    private void make(String hostId) {
        topics.ensure(hostId);
        rights.grant(hostId, Objects.requireNonNull(principals.get(hostId)));
    }

    private void deleteTopics() {
        Instant now = clock.instant();
        List<String> due = removed.entrySet().stream()
                .filter(one -> !one.getValue().isAfter(now))
                .map(Map.Entry::getKey)
                .toList();
        if (!due.isEmpty() && done(all(due), "topics cannot be deleted", () -> topics.delete(due))) {
            due.forEach(removed::remove);
        }
    }

    /// For the log: a processor that starts meets all that ever were removed, and asks Kafka once for all of them.
    private static String all(Collection<String> hosts) {
        return hosts.size() == 1 ? hosts.iterator().next() : hosts.size() + " hosts";
    }

    /// Whether it is done; what is not is tried again after the next poll.
    private static boolean done(String hostId, String otherwise, Runnable work) {
        try {
            work.run();
            return true;
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            log.atWarn().addKeyValue("hostId", hostId).log("{}: {}", otherwise, e.getMessage());
            return false;
        }
    }
}
