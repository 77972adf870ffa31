package dev.signalbox.bench.raw;

import dev.signalbox.bench.measure.Probe;
import dev.signalbox.processor.topology.GroupCommit;
import dev.signalbox.processor.topology.Timing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/// From a producer through the least that Kafka Streams can do exactly once (one RocksDB store with its changelog, one
/// put, one record on) to a read_committed consumer. Commit and poll are the processor's own, so what a decision costs
/// above it is Signalbox's.
public final class EosHop implements Probe, AutoCloseable {
    private static final String STORE = "last";

    private final KafkaStreams streams;
    private final RoundTrip trip;

    private EosHop(KafkaStreams streams, RoundTrip trip) {
        this.streams = streams;
        this.trip = trip;
    }

    /// @param home where its store is kept
    public static EosHop open(RawKafka kafka, Path home) throws IOException, InterruptedException {
        TopicPartition in = kafka.topic("bench.hop-in");
        TopicPartition out = kafka.topic("bench.hop-out");
        var commit = new GroupCommit();
        var streams = new KafkaStreams(topology(in, out, commit), properties(kafka, home), commit);
        var running = new CountDownLatch(1);
        streams.setStateListener((now, _) -> {
            if (now == KafkaStreams.State.RUNNING) {
                running.countDown();
            }
        });
        streams.start();
        if (!running.await(30, TimeUnit.SECONDS)) {
            streams.close();
            throw new IOException("the hop does not run: it is " + streams.state());
        }
        return new EosHop(streams, new RoundTrip(kafka, in, out, true));
    }

    private static Topology topology(TopicPartition in, TopicPartition out, GroupCommit commit) {
        return new Topology()
                .addSource("in", new ByteArrayDeserializer(), new ByteArrayDeserializer(), in.topic())
                .addProcessor("remember", () -> new Remember(commit), "in")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(STORE), Serdes.ByteArray(), Serdes.ByteArray()),
                        "remember")
                .addSink("out", out.topic(), new ByteArraySerializer(), new ByteArraySerializer(), "remember");
    }

    private static Properties properties(RawKafka kafka, Path home) {
        var properties = new Properties();
        Timing.addTo(properties);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.servers());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "bench.hop");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, home.toString());
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
        return properties;
    }

    /// Puts each record into the store, under one key, and sends it on.
    private static final class Remember implements Processor<byte[], byte[], byte[], byte[]> {
        private static final byte[] KEY = {1};

        private final GroupCommit commit;
        private ProcessorContext<byte[], byte[]> context;
        private KeyValueStore<byte[], byte[]> store;

        @SuppressWarnings("NullAway.Init")
        Remember(GroupCommit commit) {
            this.commit = commit;
        }

        @Override
        public void init(ProcessorContext<byte[], byte[]> its) {
            context = its;
            store = its.getStateStore(STORE);
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            store.put(KEY, record.value());
            context.forward(record);
            commit.want(context);
        }
    }

    @Override
    public long once() throws IOException {
        return trip.once();
    }

    @Override
    public void close() {
        trip.close();
        streams.close(CloseOptions.timeout(Duration.ofSeconds(5)));
    }
}
