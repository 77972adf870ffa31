package dev.signalbox.processor.tick;

import dev.signalbox.processor.settings.Membership;
import dev.signalbox.processor.tick.Agenda.DueTick;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.command.Actor;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.state.Namespace;
import dev.signalbox.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Appends a tick to each partition that this process decides, as often as its [Agenda] asks for, on a thread of its
/// own. A tick that cannot be written is dropped: time stands still while the log does.
public final class Ticker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Ticker.class);

    private final Agenda agenda;
    private final Command.Tick.Keep keep;
    private final Producer<byte[], byte[]> producer;
    private final Set<Integer> underway = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean failing;

    private Ticker(Agenda agenda, Command.Tick.Keep keep, Producer<byte[], byte[]> producer) {
        this.agenda = agenda;
        this.keep = keep;
        this.producer = producer;
        this.thread = Thread.ofVirtual().name("ticker").unstarted(this::run);
    }

    /// @param keep what each tick says of how long things are kept
    public static Ticker start(Agenda agenda, Command.Tick.Keep keep, Membership membership) {
        var properties = membership.client("ticker");
        properties.put("acks", "all");
        properties.put("enable.idempotence", true);
        properties.put("linger.ms", 0);
        properties.put("max.block.ms", 3_000);
        properties.put("request.timeout.ms", 3_000);
        properties.put("delivery.timeout.ms", 5_000);
        var ticker = new Ticker(
                agenda, keep, new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()));
        ticker.thread.start();
        return ticker;
    }

    /// Whether the last tick could not be written.
    public boolean failing() {
        return failing;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                agenda.next().forEach(this::write);
            }
        } catch (InterruptedException | InterruptException _) {
            log.debug("the ticker ends");
        }
    }

    private void write(DueTick due) {
        if (!underway.add(due.partition())) {
            return;
        }
        try {
            producer.send(record(due), (_, fault) -> done(due.partition(), fault));
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            done(due.partition(), e);
        }
    }

    private void done(int partition, Exception fault) {
        underway.remove(partition);
        if (fault != null && !failing) {
            log.atWarn().addKeyValue("partition", partition).log("no tick could be written: {}", fault.getMessage());
        }
        failing = fault != null;
    }

    private ProducerRecord<byte[], byte[]> record(DueTick due) {
        var tick = new Command.Tick(due.number(), due.interval(), keep);
        var command = new CommandRecord(Ids.COMMAND.mint(), Namespace.EVERY, Actor.SYSTEM, null, null, tick);
        byte[] key = Namespace.EVERY.getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(Topics.COMMANDS.name(), due.partition(), key, Json.encode(command));
    }

    @Override
    public void close() {
        thread.interrupt();
        producer.close(Duration.ofSeconds(1));
    }
}
