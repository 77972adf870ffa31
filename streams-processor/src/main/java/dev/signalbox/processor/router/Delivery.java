package dev.signalbox.processor.router;

import dev.signalbox.processor.metrics.ProcessorMetrics;
import dev.signalbox.processor.provisioner.HostTopics;
import dev.signalbox.processor.provisioner.Provisioner;
import dev.signalbox.schemas.topic.Topic;
import dev.signalbox.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes directives to the topics of their hosts and waits for the acknowledgements. A host has one under way at a
/// time, and nothing is sent to it behind one that must be sent again: it would drop that one as older. One thread's.
final class Delivery {
    private static final Logger log = LoggerFactory.getLogger(Delivery.class);
    private static final long AVOID_NANOS = Duration.ofSeconds(10).toNanos();

    private final HostTopics hosts;
    private final Provisioner provisioner;
    private final ProcessorMetrics metrics;
    private final Producer<byte[], byte[]> producer;
    private final Map<String, Long> avoided = new HashMap<>();

    Delivery(HostTopics hosts, Provisioner provisioner, ProcessorMetrics metrics, Producer<byte[], byte[]> producer) {
        this.hosts = hosts;
        this.provisioner = provisioner;
        this.metrics = metrics;
        this.producer = producer;
    }

    private record Sent(ConsumerRecord<byte[], byte[]> record, String hostId, Future<RecordMetadata> acknowledged) {}

    /// What must be read again.
    ///
    /// @param offsets of each partition the first
    /// @param hosts whose directives are among it
    private record Again(Map<TopicPartition, Long> offsets, Set<String> hosts) {
        Again() {
            this(new HashMap<>(), new HashSet<>());
        }

        void add(ConsumerRecord<byte[], byte[]> record, String hostId) {
            offsets.merge(new TopicPartition(record.topic(), record.partition()), record.offset(), Math::min);
            hosts.add(hostId);
        }
    }

    /// Why a host was not written to.
    private enum Verdict {
        /// Kafka is in trouble, not this host: the record is to be read again.
        AGAIN,
        SKIP
    }

    /// @return for each partition with a record that must be read again, the first such offset
    Map<TopicPartition, Long> deliver(Iterable<ConsumerRecord<byte[], byte[]>> records) {
        Again again = new Again();
        Map<String, Sent> underWay = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            switch (Routing.of(record.value())) {
                case Routing.Unroutable(var why) -> skip(record, "unroutable", why);
                case Routing.ToHost toHost -> {
                    String hostId = toHost.hostId();
                    Sent earlier = underWay.remove(hostId);
                    if (earlier != null) {
                        await(earlier, again);
                    }
                    if (again.hosts().contains(hostId)) {
                        again.add(record, hostId);
                    } else if (!avoids(record, hostId, again)) {
                        underWay.put(hostId, new Sent(record, hostId, send(record, toHost)));
                    }
                }
            }
        }
        underWay.values().forEach(one -> await(one, again));
        return again.offsets();
    }

    /// Whether the record is not to be sent now; it is then skipped or put down to be read again.
    private boolean avoids(ConsumerRecord<byte[], byte[]> record, String hostId, Again again) {
        Long since = avoided.get(hostId);
        if (since != null && System.nanoTime() - since < AVOID_NANOS) {
            skip(record, "unreachable", hostId + " could not be written to a moment ago");
            return true;
        }
        avoided.remove(hostId);
        try {
            if (hosts.ensure(hostId)) {
                return false;
            }
            skip(record, "removed", hostId + " was removed");
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            verdict(record, hostId, e instanceof RetriableException ? Verdict.AGAIN : Verdict.SKIP, e, again);
        }
        return true;
    }

    private Future<RecordMetadata> send(ConsumerRecord<byte[], byte[]> record, Routing.ToHost to) {
        String session = to.session();
        byte[] key = session == null ? null : session.getBytes(StandardCharsets.UTF_8);
        return producer.send(new ProducerRecord<>(Topics.directives(to.hostId()).name(), key, record.value()));
    }

    private void await(Sent sent, Again again) {
        try {
            sent.acknowledged().get();
            metrics.routed("sent");
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            Throwable fault = Objects.requireNonNullElse(e.getCause(), e);
            verdict(sent.record(), sent.hostId(), judge(sent.hostId(), fault), fault, again);
        }
    }

    private Verdict judge(String hostId, Throwable fault) {
        Topic topic = Topics.directives(hostId);
        try {
            return switch (provisioner.presence(topic)) {
                case MISSING -> {
                    hosts.doubt(hostId);
                    yield Verdict.AGAIN;
                }
                case LEADERLESS -> Verdict.SKIP;
                case WRITABLE -> fault instanceof RetriableException ? Verdict.AGAIN : Verdict.SKIP;
            };
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException _) {
            return Verdict.AGAIN;
        }
    }

    private void verdict(
            ConsumerRecord<byte[], byte[]> record, String hostId, Verdict verdict, Throwable why, Again again) {
        switch (verdict) {
            case AGAIN -> {
                again.add(record, hostId);
                metrics.routed("again");
                log.atInfo().addKeyValue("hostId", hostId).log("a directive is sent again: {}", why.getMessage());
            }
            case SKIP -> {
                avoided.put(hostId, System.nanoTime());
                skip(record, "unreachable", hostId + ": " + why.getMessage());
            }
        }
    }

    private void skip(ConsumerRecord<byte[], byte[]> record, String result, String why) {
        metrics.routed(result);
        log.atWarn()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .log("a directive is skipped: {}", why);
    }
}
