package dev.signalbox.api.stage;

import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.event.EventRecord;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.Entity;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.StateRecord;
import dev.signalbox.schemas.topic.Partitions;
import dev.signalbox.schemas.topic.Topic;
import dev.signalbox.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Plays the decider's part on real topics: what a test tells it to answer, it writes in one transaction.
public final class FakeDecider implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread thread;
    private final Map<String, Long> counters = new ConcurrentHashMap<>();
    private final Map<String, Long> previous = new HashMap<>();
    private final Map<String, Outcome> byKey = new ConcurrentHashMap<>();
    private final Map<String, Outcome> byId = new ConcurrentHashMap<>();
    private final List<CommandRecord> seen = new CopyOnWriteArrayList<>();
    private volatile BiFunction<CommandRecord, Cause, Decision> decide = (_, _) -> Decision.silence();
    private volatile boolean closed;

    /// @param answer false: no outcome at all
    public record Decision(
            boolean answer, List<Change> changes, EntityRef subject, ErrorCode code, String field, Long number) {
        public static Decision silence() {
            return new Decision(false, List.of(), null, null, null, null);
        }

        public static Decision refuse(ErrorCode code, String field, EntityRef subject) {
            return new Decision(true, List.of(), subject, code, field, null);
        }

        public static Decision accept(EntityRef subject, Change... changes) {
            return new Decision(true, List.of(changes), subject, null, null, null);
        }

        public Decision number(long value) {
            return new Decision(answer, changes, subject, code, field, value);
        }
    }

    /// @param entity null: it is gone
    public record Change(EntityRef ref, Entity entity, Event event) {
        public static Change of(Entity entity, Event event) {
            return new Change(entity.ref(), entity, event);
        }
    }

    public FakeDecider(String servers) {
        Map<String, Object> config = Map.of("bootstrap.servers", servers);
        consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var writing = new HashMap<String, Object>(config);
        writing.put("transactional.id", "fake-decider-" + System.nanoTime());
        writing.put("linger.ms", 0);
        producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        var partitions = IntStream.range(0, SharedKafka.PARTITIONS)
                .mapToObj(p -> new TopicPartition(Topics.COMMANDS.name(), p))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        thread = Thread.ofPlatform().name("fake-decider").start(this::run);
    }

    public void decide(BiFunction<CommandRecord, Cause, Decision> how) {
        decide = how;
    }

    /// Commands as they came.
    public List<CommandRecord> seen() {
        return seen;
    }

    public long n(String namespace) {
        return counters.getOrDefault(namespace, 0L);
    }

    /// Writes without a command, as after a report.
    public long change(String namespace, Change... changes) {
        return commit(namespace, List.of(changes), cause("report", "host_started", Topics.REPORTS, 0), null);
    }

    public Cause cause() {
        return cause("report", "host_started", Topics.REPORTS, 0);
    }

    private static Cause cause(String ref, String what, Topic topic, long offset) {
        return new Cause(
                topic == Topics.COMMANDS ? Cause.Kind.COMMAND : Cause.Kind.REPORT,
                ref,
                what,
                null,
                topic.name(),
                0,
                offset,
                Instant.ofEpochMilli(System.currentTimeMillis()),
                null);
    }

    private void run() {
        try {
            while (!closed) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    take(record);
                }
            }
        } catch (WakeupException e) {
            // Closed.
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            consumer.close();
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) throws Exception {
        CommandRecord command = Json.decode(record.value(), CommandRecord.class);
        seen.add(command);
        Cause cause =
                cause(command.id(), Json.typeName(command.command().getClass()), Topics.COMMANDS, record.offset());
        if (command.command() instanceof Command.Lookup(var id)) {
            Outcome known = byId.get(id);
            commit(
                    command.namespace(),
                    List.of(),
                    cause,
                    known != null
                            ? known.repeatedFor(command.id())
                            : outcome(command, Decision.refuse(ErrorCode.COMMAND_NOT_FOUND, null, null)));
            return;
        }
        String key = command.namespace() + "/" + command.idempotencyKey();
        Outcome first = command.idempotencyKey() == null ? null : byKey.get(key);
        if (first != null) {
            commit(command.namespace(), List.of(), cause, first.repeatedFor(command.id()));
            return;
        }
        Decision decision = decide.apply(command, cause);
        if (!decision.answer()) {
            return;
        }
        commit(command.namespace(), decision.changes(), cause, outcome(command, decision));
    }

    private Outcome outcome(CommandRecord command, Decision decision) {
        Outcome outcome = new Outcome(
                command.id(),
                command.id(),
                command.namespace(),
                n(command.namespace()) + decision.changes().size(),
                Instant.ofEpochMilli(System.currentTimeMillis()),
                decision.code() == null,
                decision.subject(),
                decision.code(),
                decision.field(),
                decision.code() == null ? null : decision.code().meaning(),
                decision.number());
        byId.put(command.id(), outcome);
        if (command.idempotencyKey() != null) {
            byKey.put(command.namespace() + "/" + command.idempotencyKey(), outcome);
        }
        return outcome;
    }

    private synchronized long commit(String namespace, List<Change> changes, Cause cause, Outcome outcome) {
        int partition = Partitions.of(namespace, SharedKafka.PARTITIONS);
        producer.beginTransaction();
        for (Change change : changes) {
            long n = counters.merge(namespace, 1L, Long::sum);
            String key = StateRecord.key(namespace, change.ref());
            Long prev = previous.put(key, n);
            var event = new EventRecord(namespace, n, prev == null ? 0 : prev, change.ref(), cause, change.event());
            send(Topics.EVENTS, partition, namespace, Json.encode(event));
            if (change.entity() != null) {
                send(Topics.STATE, partition, key, Json.encode(new StateRecord(namespace, n, change.entity())));
            } else {
                var tombstone = new ProducerRecord<byte[], byte[]>(
                        Topics.STATE.name(), partition, key.getBytes(StandardCharsets.UTF_8), null);
                tombstone.headers().add("n", ByteBuffer.allocate(8).putLong(n).array());
                producer.send(tombstone);
            }
        }
        if (outcome != null) {
            send(Topics.OUTCOMES, partition, outcome.commandId(), Json.encode(outcome));
        }
        producer.commitTransaction();
        return n(namespace);
    }

    private void send(Topic topic, int partition, String key, byte[] value) {
        producer.send(new ProducerRecord<>(topic.name(), partition, key.getBytes(StandardCharsets.UTF_8), value));
    }

    @Override
    public void close() throws Exception {
        closed = true;
        consumer.wakeup();
        thread.join();
        producer.close();
    }
}
