package dev.signalbox.host.reporting;

import dev.signalbox.host.process.Uptime;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.Signatures;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.report.ReportBatch;
import dev.signalbox.schemas.topic.Partitions;
import dev.signalbox.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the decider, in signed batches with a sequence that rises by one. One batch is under way at a time: the
/// first report goes at once, and those that come meanwhile share the next batch. While the log is away they wait
/// here; what of them must survive this process follows again from the disk.
public final class Reporter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Reporter.class);

    /// Keeps a batch far below the largest record.
    private static final int MAX_BATCH_BYTES = 600 * 1024;

    private final Sender sender;
    private final Producer<byte[], byte[]> producer;
    private final LinkedBlockingQueue<Pending> waiting = new LinkedBlockingQueue<>();
    private final LogClock clock;
    private final Thread thread;
    private long seq;

    /// Who speaks.
    public record Sender(
            String namespace, String hostId, long incarnation, String instance, PrivateKey key, int partitions) {}

    private record Pending(Report report, int bytes, CompletableFuture<Void> told) {}

    public Reporter(Sender sender, Producer<byte[], byte[]> producer, Contact contact) {
        this.sender = sender;
        this.clock = new LogClock(contact, Uptime::now);
        this.producer = producer;
        this.thread = Thread.ofPlatform().daemon().name("reporter").start(this::run);
    }

    /// The log's time.
    public LogClock clock() {
        return clock;
    }

    /// Tells, soon. The future completes when the log has it; it never fails, only the process can end first.
    public CompletableFuture<Void> tell(Report report) {
        CompletableFuture<Void> told = new CompletableFuture<>();
        waiting.add(new Pending(report, Json.encode(report).length, told));
        return told;
    }

    private void run() {
        Pending carried = null;
        try {
            while (true) {
                List<Pending> batch = new ArrayList<>();
                batch.add(carried != null ? carried : waiting.take());
                carried = null;
                int bytes = batch.getFirst().bytes();
                while (batch.size() < ReportBatch.MAX_REPORTS) {
                    Pending next = waiting.poll();
                    if (next == null) {
                        break;
                    }
                    bytes += next.bytes();
                    if (bytes > MAX_BATCH_BYTES) {
                        carried = next;
                        break;
                    }
                    batch.add(next);
                }
                send(batch);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(List<Pending> batch) throws InterruptedException {
        seq++;
        byte[] value = Json.encode(new ReportBatch(
                sender.namespace(),
                sender.hostId(),
                sender.incarnation(),
                sender.instance(),
                seq,
                batch.stream().map(Pending::report).toList()));
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(
                Topics.REPORTS.name(),
                Partitions.of(sender.namespace(), sender.partitions()),
                sender.namespace().getBytes(StandardCharsets.UTF_8),
                value);
        message.headers().add(new RecordHeader(ReportBatch.SIGNATURE, Signatures.sign(sender.key(), value)));
        while (true) {
            try {
                Duration sent = clock.uptime();
                RecordMetadata written = producer.send(message).get();
                acknowledged(written, sent);
                batch.forEach(pending -> pending.told().complete(null));
                return;
            } catch (InterruptException _) {
                throw new InterruptedException("the reporter is being closed");
            } catch (ExecutionException | RuntimeException e) {
                log.atWarn()
                        .addKeyValue("topic", Topics.REPORTS.name())
                        .log("a report batch was not written, trying again: {}", e.toString());
                Thread.sleep(1_000);
            }
        }
    }

    /// The log has the batch, whatever this machine refuses now.
    private void acknowledged(RecordMetadata written, Duration sent) {
        try {
            clock.appended(written.timestamp(), sent);
        } catch (RuntimeException e) {
            log.error("the contact with the log could not be taken note of: {}", e.toString());
        }
    }

    /// Whether it still works.
    public boolean alive() {
        return thread.isAlive();
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join(2_000);
    }
}
