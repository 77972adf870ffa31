package dev.signalbox.host.shipping;

import dev.signalbox.host.kafka.KafkaClients;
import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This host's end of `output.<h>`: appends records, and remembers what the log has acknowledged.
///
/// Opening it writes a FENCE of this incarnation and reads the log from the ledger's offset up to it, so that it knows
/// exactly what an earlier host agent got through, acknowledged or not.
public final class OutputLog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OutputLog.class);
    private static final Duration LEDGER_EVERY = Duration.ofSeconds(1);

    private final Producer<byte[], byte[]> producer;
    private final TopicPartition partition;
    private final Path ledgerFile;
    private final long incarnation;
    private final Map<String, Shipped> shipped = new ConcurrentHashMap<>();
    private volatile long ackedOffset;
    private volatile boolean changed;
    private volatile boolean closed;
    private final Thread ledgerThread;

    /// Told what became of each record.
    interface Appended {
        void at(OutputRecord record, long offset);

        /// The log will never have it, and may have what came behind it.
        void refused(OutputRecord record, Exception why);
    }

    private OutputLog(
            Producer<byte[], byte[]> producer,
            TopicPartition partition,
            Path ledgerFile,
            long incarnation,
            Map<String, Shipped> known,
            long offset) {
        this.producer = producer;
        this.partition = partition;
        this.ledgerFile = ledgerFile;
        this.incarnation = incarnation;
        this.shipped.putAll(known);
        this.ackedOffset = offset;
        this.ledgerThread = Thread.ofPlatform().daemon().name("ledger").start(this::keepLedger);
    }

    /// @throws IOException when the ledger cannot be read
    /// @throws InterruptedException when the caller is stopped while the log is away
    public static OutputLog open(KafkaClients clients, String hostId, long incarnation, Path ledgerFile)
            throws IOException, InterruptedException {
        TopicPartition partition = new TopicPartition(Topics.output(hostId).name(), 0);
        Producer<byte[], byte[]> producer = clients.bulkProducer("output-" + hostId);
        Ledger ledger = Ledger.read(ledgerFile);
        try {
            RecordMetadata fence = producer.send(message(partition, OutputRecord.fence(incarnation)))
                    .get();
            Map<String, Shipped> known = new HashMap<>(ledger.sessions());
            Consumer<byte[], byte[]> consumer = clients.consumer("output-recovery-" + hostId);
            try {
                readBack(consumer, partition, ledger.offset(), fence.offset(), known);
            } finally {
                // A fetch that waits for news is not waited for.
                consumer.close(CloseOptions.timeout(Duration.ZERO));
            }
            return new OutputLog(producer, partition, ledgerFile, incarnation, known, fence.offset());
        } catch (ExecutionException e) {
            producer.close(Duration.ZERO);
            throw new IOException("the fence could not be written: " + e.getMessage(), e);
        } catch (InterruptedException | RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    private static void readBack(
            Consumer<byte[], byte[]> consumer,
            TopicPartition partition,
            long from,
            long fence,
            Map<String, Shipped> known) {
        consumer.assign(List.of(partition));
        long oldest = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
        consumer.seek(partition, Math.max(from, oldest));
        while (consumer.position(partition) <= fence) {
            for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofMillis(200))) {
                OutputRecord record = read(message);
                if (record != null && record.kind() != OutputRecord.Kind.FENCE) {
                    known.merge(record.sessionId(), Shipped.NOTHING.plus(record), (was, _) -> was.plus(record));
                }
            }
        }
    }

    private static @Nullable OutputRecord read(ConsumerRecord<byte[], byte[]> message) {
        if (message.key() == null || message.value() == null) {
            return null;
        }
        return OutputRecord.of(
                new String(message.key(), StandardCharsets.UTF_8),
                name -> {
                    Header header = message.headers().lastHeader(name);
                    return header == null ? null : header.value();
                },
                message.value());
    }

    private static ProducerRecord<byte[], byte[]> message(TopicPartition partition, OutputRecord record) {
        ProducerRecord<byte[], byte[]> message =
                new ProducerRecord<>(partition.topic(), partition.partition(), record.keyBytes(), record.value());
        record.headers().forEach((name, value) -> message.headers().add(name, value));
        return message;
    }

    long incarnation() {
        return incarnation;
    }

    /// What the log has of a session.
    public Shipped shipped(String sessionId) {
        return shipped.getOrDefault(sessionId, Shipped.NOTHING);
    }

    /// Appends a record after all that were appended before. Blocks while the producer's memory is full, which is how a
    /// log that is away holds back the shipping, and not the process.
    void append(OutputRecord record, Appended appended) {
        producer.send(message(partition, record), (metadata, failure) -> {
            if (failure != null) {
                if (!closed) {
                    log.atError()
                            .addKeyValue("sessionId", record.sessionId())
                            .log("output could not be written: {}", failure.getMessage());
                }
                appended.refused(record, failure);
                return;
            }
            shipped.merge(record.sessionId(), Shipped.NOTHING.plus(record), (was, _) -> was.plus(record));
            ackedOffset = metadata.offset();
            changed = true;
            appended.at(record, metadata.offset());
        });
    }

    /// The session's output needs no more care.
    public void forget(String sessionId) {
        shipped.remove(sessionId);
        changed = true;
    }

    private void keepLedger() {
        while (!closed) {
            LockSupport.parkNanos(LEDGER_EVERY.toNanos());
            writeLedger();
        }
    }

    private void writeLedger() {
        if (!changed) {
            return;
        }
        changed = false;
        // The offset is read first: what is acknowledged meanwhile is counted twice at most, and plus() ignores that.
        long offset = ackedOffset;
        try {
            new Ledger(offset, Map.copyOf(shipped)).write(ledgerFile);
        } catch (IOException | RuntimeException e) {
            log.warn("the ledger could not be written: {}", e.toString());
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(ledgerThread);
        producer.close(Duration.ofMillis(TimeUnit.SECONDS.toMillis(3)));
        changed = true;
        writeLedger();
    }
}
