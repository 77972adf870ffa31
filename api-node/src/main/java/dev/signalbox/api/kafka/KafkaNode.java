package dev.signalbox.api.kafka;

import dev.signalbox.api.core.feed.EventEntry;
import dev.signalbox.api.core.feed.LogPartition;
import dev.signalbox.api.core.feed.LogSource;
import dev.signalbox.api.core.gateway.CommandLog;
import dev.signalbox.api.core.gateway.KeystrokeLog;
import dev.signalbox.api.core.gateway.OutcomeWaiters;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.topic.Partitions;
import dev.signalbox.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.IsolationLevel;

/// Everything of this node that speaks with Kafka. Nothing of it needs Kafka to be there at the start.
public final class KafkaNode implements AutoCloseable {
    private static final int READERS = 4;
    private static final int FETCH = 4 * 1024 * 1024;

    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Link link;
    private final StateFold state;
    private final OutcomeTail outcomes;
    private final KafkaSource<OutputRecord> output;
    private final KafkaSource<EventEntry> events;
    private final CommandLog commands;
    private final KeystrokeLog keystrokes;
    private final LongAdder poison = new LongAdder();

    /// @param base what every Kafka client starts from
    /// @param node a name that no other node in this JVM has
    public KafkaNode(Map<String, Object> base, String node, Views views, OutcomeWaiters waiters) {
        var clients = new Clients(base, node);
        admin = clients.admin();
        producer = clients.producer("commands");
        link = new Link(admin);
        state = new StateFold(() -> clients.tail("state", 2 * FETCH, 2_000), admin, link, views, poison);
        outcomes = new OutcomeTail(clients, link, waiters, poison);
        output = source(clients, "output", IsolationLevel.READ_UNCOMMITTED, Decoder::output);
        events = source(clients, "events", IsolationLevel.READ_COMMITTED, Decoder::event);
        commands = new KafkaCommandLog(producer, link, outcomes::problem);
        keystrokes = new KafkaKeystrokeLog(producer);
    }

    private <T> KafkaSource<T> source(Clients clients, String role, IsolationLevel isolation, Decoder<T> decoder) {
        boolean committed = isolation == IsolationLevel.READ_COMMITTED;
        return new KafkaSource<>(
                admin,
                isolation,
                new Readers<>(() -> clients.roaming(role + "-reader", committed, FETCH, 500), decoder, READERS),
                new Tails<>(
                        "api-" + role,
                        admin,
                        isolation,
                        () -> clients.growing(role + "-tail", committed, 2 * FETCH, 1_000),
                        decoder));
    }

    public void start() {
        link.start();
        state.start();
        outcomes.start();
        output.start();
        events.start();
    }

    public CommandLog commands() {
        return commands;
    }

    public KeystrokeLog keystrokes() {
        return keystrokes;
    }

    public LogSource<OutputRecord> output() {
        return output;
    }

    public LogSource<EventEntry> events() {
        return events;
    }

    /// Where a namespace's events stand.
    ///
    /// @throws LogSource.LogAwayException as long as the number of partitions is not known
    public LogPartition eventsOf(String namespace) {
        return new LogPartition(Topics.EVENTS.name(), Partitions.of(namespace, partitions()));
    }

    /// How many partitions the topics by namespace have.
    public int partitions() {
        if (link.partitions() == 0) {
            throw new LogSource.LogAwayException(link.problem());
        }
        return link.partitions();
    }

    /// Why this node is not ready, empty when it is.
    public List<String> problems() {
        return Stream.of(link.problem(), state.problem(), outcomes.problem())
                .filter(problem -> !problem.isEmpty())
                .toList();
    }

    /// Whether the brokers answer at the moment.
    public boolean reachable() {
        return link.problem().isEmpty();
    }

    /// Whether the views show everything that was there when this node began.
    public boolean viewsReady() {
        return state.problem().isEmpty();
    }

    /// How many records could not be read.
    public long poison() {
        return poison.sum();
    }

    /// How many partitions of output are being followed.
    public int tailed() {
        return output.tailed();
    }

    @Override
    public void close() {
        link.close();
        // Each waits for its own thread; together they take no longer than the slowest.
        try (var together = Executors.newVirtualThreadPerTaskExecutor()) {
            Stream.<AutoCloseable>of(output, events, state, outcomes, () -> producer.close(Duration.ofSeconds(2)))
                    .forEach(one -> together.submit(() -> {
                        one.close();
                        return null;
                    }));
        }
        admin.close(Duration.ofSeconds(1));
    }
}
