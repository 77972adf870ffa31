package dev.signalbox.api.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Row;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.api.stage.Entities;
import dev.signalbox.api.stage.FakeDecider;
import dev.signalbox.api.stage.FakeDecider.Change;
import dev.signalbox.api.stage.SharedKafka;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.StateRecord;
import dev.signalbox.schemas.topic.Partitions;
import dev.signalbox.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// The fold of the state goes through failures of its client.
@ExtendWith(SharedKafka.class)
@Timeout(60)
final class StateFoldTest {
    private final String namespace = "ns" + Ids.TOKEN.mint().substring(2, 10);
    private final String id = Ids.SESSION.mint();
    private final Views views = new Views();
    private final AtomicReference<KafkaException> failure = new AtomicReference<>();

    /// What the log gives after a failure is held back until this is open.
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private final List<Long> shown = new ArrayList<>();
    private FakeDecider decider;
    private Link link;
    private StateFold fold;
    private Session session;

    @BeforeEach
    void begin(SharedKafka.Running kafka) {
        decider = new FakeDecider(kafka.servers());
        session = Entities.running(id, Ids.HOST.mint(), false, decider.cause());
        change();
        change();
        link = new Link(kafka.admin());
        link.start();
        fold = new StateFold(
                () -> new Failing(kafka.servers(), 500, () -> {}), kafka.admin(), link, views, new LongAdder());
        fold.start();
        await().atMost(Duration.ofSeconds(20)).until(() -> fold.problem().isEmpty());
        views.watch(namespace, session.ref(), () -> {
            synchronized (shown) {
                shown.add(views.get(namespace, Kind.SESSION, id).map(Row::n).orElse(0L));
            }
        });
    }

    @AfterEach
    void end() throws Exception {
        fold.close();
        link.close();
        decider.close();
    }

    private void change() {
        decider.change(namespace, Change.of(session, new Event.SessionRequested("a", session.spec(), null, null)));
    }

    private List<Long> shown() {
        synchronized (shown) {
            return List.copyOf(shown);
        }
    }

    private void fail(KafkaException why) {
        failure.set(why);
        await().until(() -> failure.get() == null);
    }

    @Test
    void after_a_failure_it_goes_on_where_it_was_in_every_partition() {
        fail(new KafkaException("credentials rotate"));
        change();

        await().untilAsserted(() -> assertThat(shown()).contains(3L));
        assertThat(shown()).containsExactly(3L);
    }

    @Test
    void when_the_log_lacks_its_place_it_is_not_ready_until_it_has_read_that_again() {
        int partition = Partitions.of(namespace, SharedKafka.PARTITIONS);
        var at = new TopicPartition(Topics.STATE.name(), partition);
        gate = new CountDownLatch(1);
        failure.set(new OffsetOutOfRangeException(Map.of(at, 1L)));

        await().until(() -> !fold.problem().isEmpty());
        gate.countDown();
        await().atMost(Duration.ofSeconds(20)).until(() -> fold.problem().isEmpty());
        change();
        await().untilAsserted(() -> assertThat(shown()).contains(3L));
        assertThat(shown()).doesNotContain(1L);
    }

    @Test
    void an_event_is_not_passed_while_an_entity_that_it_changed_is_still_to_come(SharedKafka.Running kafka)
            throws Exception {
        String cut = "cut" + namespace;
        var first = Entities.running(Ids.SESSION.mint(), Ids.HOST.mint(), false, decider.cause());
        var second = Entities.running(Ids.SESSION.mint(), Ids.HOST.mint(), false, decider.cause());
        write(kafka, new StateRecord(cut, 7, first), new StateRecord(cut, 7, second));
        Views slow = new Views();
        List<Long> early = new CopyOnWriteArrayList<>();
        Runnable look = () -> {
            if (slow.get(cut, Kind.SESSION, second.id()).isEmpty()) {
                early.add(slow.n(cut));
            }
        };
        try (var oneByOne = new StateFold(
                () -> new Failing(kafka.servers(), 1, look), kafka.admin(), link, slow, new LongAdder())) {
            oneByOne.start();

            await().atMost(Duration.ofSeconds(30)).until(() -> slow.n(cut) == 7);
            assertThat(slow.get(cut, Kind.SESSION, second.id())).isPresent();
            assertThat(early).contains(6L).doesNotContain(7L);
        }
    }

    private static void write(SharedKafka.Running kafka, StateRecord... records) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", kafka.servers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            for (StateRecord record : records) {
                int partition = Partitions.of(record.namespace(), SharedKafka.PARTITIONS);
                var _ = producer.send(
                                new ProducerRecord<>(Topics.STATE.name(), partition, record.key(), Json.encode(record)))
                        .get();
            }
        }
    }

    /// Fails once when it is told to.
    private final class Failing extends KafkaConsumer<byte[], byte[]> {
        private final Runnable beforePoll;
        private boolean failed;

        Failing(String servers, int most, Runnable beforePoll) {
            super(config(servers, most), new ByteArrayDeserializer(), new ByteArrayDeserializer());
            this.beforePoll = beforePoll;
        }

        private static Map<String, Object> config(String servers, int most) {
            var config = new HashMap<String, Object>();
            config.put("bootstrap.servers", servers);
            config.put("enable.auto.commit", false);
            config.put("max.poll.records", most);
            config.put("auto.offset.reset", "none");
            config.put("isolation.level", "read_committed");
            return config;
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            if (failed) {
                awaitGate();
            }
            beforePoll.run();
            ConsumerRecords<byte[], byte[]> records = super.poll(Duration.ofMillis(100));
            KafkaException now = records.isEmpty() ? failure.getAndSet(null) : null;
            if (now != null) {
                failed = true;
                throw now;
            }
            return records;
        }

        private void awaitGate() {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
    }
}
