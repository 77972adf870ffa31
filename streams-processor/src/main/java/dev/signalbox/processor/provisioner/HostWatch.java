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
import java.util.LinkedHashSet;
import java.util.Map;
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

/// Follows the hosts on `state`, from its beginning, and makes the topics of each. What counts is the newest version of
/// a host, so compaction takes nothing away; every processor does the same, which does no harm.
public final class HostWatch {
    private static final Logger log = LoggerFactory.getLogger(HostWatch.class);
    private static final String HOST = "/" + EntityType.HOST.wireName() + "/";

    private final HostTopics topics;
    private final Set<String> unmade = new LinkedHashSet<>();

    private HostWatch(HostTopics topics) {
        this.topics = topics;
    }

    public static ReadingLoop<String, byte[]> start(HostTopics topics, Membership membership, int partitions) {
        var watch = new HostWatch(topics);
        return ReadingLoop.start("host watch", () -> consumer(membership, partitions), watch::on);
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
        unmade.removeIf(this::make);
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.key() == null || record.value() == null || !record.key().contains(HOST)) {
            return;
        }
        try {
            if (Json.decode(record.value(), StateRecord.class).entity() instanceof Host host) {
                if (host.status() == HostStatus.REMOVED) {
                    unmade.remove(host.id());
                    topics.remove(host.id());
                } else {
                    unmade.add(host.id());
                }
            }
        } catch (MalformedException e) {
            log.atWarn()
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .log("a host's state cannot be read: {}", e.getMessage());
        }
    }

    /// Whether it is done; what is not is tried again after the next poll.
    private boolean make(String hostId) {
        try {
            topics.ensure(hostId);
            return true;
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            log.atWarn().addKeyValue("hostId", hostId).log("its topics cannot be made: {}", e.getMessage());
            return false;
        }
    }
}
