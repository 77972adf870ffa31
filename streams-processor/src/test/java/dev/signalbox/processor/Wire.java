package dev.signalbox.processor;

import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import dev.signalbox.schemas.command.Actor;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.topic.Partitions;
import dev.signalbox.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// A client of the topics, for tests: writes commands and reads committed records.
public final class Wire implements AutoCloseable {
    private final String bootstrap;
    private final int partitions;
    private final KafkaProducer<byte[], byte[]> producer;

    public Wire(String bootstrap, int partitions) {
        this.bootstrap = bootstrap;
        this.partitions = partitions;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "linger.ms", 0, "max.block.ms", 30_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    public static CommandRecord command(String namespace, Command command) {
        return new CommandRecord(Ids.COMMAND.mint(), namespace, new Actor("tester", null, "test"), null, null, command);
    }

    public static CommandRecord open(String namespace) {
        return command(namespace, new Command.OpenNamespace(Command.OpenNamespace.Limits.DEFAULT));
    }

    public void send(CommandRecord command) {
        send(Topics.COMMANDS.name(), command.namespace(), Json.encode(command));
    }

    public void send(String topic, String namespace, byte[] value) {
        producer.send(new ProducerRecord<>(
                topic, Partitions.of(namespace, partitions), namespace.getBytes(StandardCharsets.UTF_8), value));
    }

    /// Whether the topic is there.
    public boolean has(String topic) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            return admin.listTopics().names().get().contains(topic);
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    public Reader reader(String topic) {
        return new Reader(bootstrap, topic);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }

    /// Reads a topic from its beginning, committed records only.
    public static final class Reader implements AutoCloseable {
        private final KafkaConsumer<String, byte[]> consumer;
        private final List<ConsumerRecord<String, byte[]>> seen = new ArrayList<>();

        private Reader(String bootstrap, String topic) {
            consumer = new KafkaConsumer<>(
                    Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                    new StringDeserializer(),
                    new ByteArrayDeserializer());
            List<TopicPartition> all = consumer.partitionsFor(topic).stream()
                    .map(found -> new TopicPartition(topic, found.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
        }

        /// The first record that fits, seen before or coming within the time; fails when there is none.
        public ConsumerRecord<String, byte[]> await(Predicate<ConsumerRecord<String, byte[]>> fits, Duration atMost) {
            long deadline = System.nanoTime() + atMost.toNanos();
            while (true) {
                for (ConsumerRecord<String, byte[]> record : seen) {
                    if (fits.test(record)) {
                        return record;
                    }
                }
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("no such record within " + atMost + "; seen: " + seen.size());
                }
                consumer.poll(Duration.ofMillis(50)).forEach(seen::add);
            }
        }

        public <T> T await(String key, Class<T> type, Duration atMost) {
            return decode(await(record -> key.equals(record.key()), atMost), type);
        }

        public <T> T await(Class<T> type, Duration atMost) {
            return decode(await(_ -> true, atMost), type);
        }

        private static <T> T decode(ConsumerRecord<String, byte[]> record, Class<T> type) {
            try {
                return Json.decode(record.value(), type);
            } catch (MalformedException e) {
                throw new AssertionError(e);
            }
        }

        public void toEnd() {
            consumer.seekToEnd(consumer.assignment());
            consumer.assignment().forEach(consumer::position);
        }

        public void next(String key) {
            while (true) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    if (key.equals(record.key())) {
                        return;
                    }
                }
            }
        }

        public List<ConsumerRecord<String, byte[]>> seen() {
            return List.copyOf(seen);
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
