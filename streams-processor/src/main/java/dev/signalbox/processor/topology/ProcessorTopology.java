package dev.signalbox.processor.topology;

import dev.signalbox.processor.intake.Deduplication;
import dev.signalbox.schemas.topic.Topic;
import dev.signalbox.schemas.topic.Topics;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/// The whole topology: one order per namespace, from `commands` and `reports` to what was decided.
public final class ProcessorTopology {
    static final String TABLES = "tables";
    static final String FIRST_OUTCOMES = "first-outcomes";
    static final String VERIFY = "verify";
    static final String DECIDE = "decide";
    static final String EVENTS = "events";
    static final String STATE = "state";
    static final String OUTCOMES = "outcomes";
    static final String DIRECTIVES = "directives-out";
    static final String DEAD_LETTERS = "dead-letters";

    private ProcessorTopology() {}

    public static Topology build(Wiring wiring) {
        var topology = new Topology();
        source(topology, "commands", Topics.COMMANDS);
        source(topology, "reports", Topics.REPORTS);
        topology.addProcessor(VERIFY, () -> new VerifyStage(wiring), "commands", "reports");
        topology.addProcessor(DECIDE, () -> new DecideStage(wiring), VERIFY);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(TABLES), Serdes.String(), Serdes.ByteArray()),
                VERIFY,
                DECIDE);
        topology.addStateStore(
                Stores.windowStoreBuilder(
                        Stores.persistentWindowStore(FIRST_OUTCOMES, Deduplication.WINDOW, Deduplication.WINDOW, false),
                        Serdes.String(),
                        Serdes.ByteArray()),
                DECIDE);
        sink(topology, EVENTS, Topics.EVENTS, DECIDE);
        sink(topology, STATE, Topics.STATE, DECIDE);
        sink(topology, DIRECTIVES, Topics.DIRECTIVES_OUT, DECIDE);
        sink(topology, OUTCOMES, Topics.OUTCOMES, DECIDE);
        sink(topology, DEAD_LETTERS, Topics.DEAD_LETTERS, VERIFY, DECIDE);
        return topology;
    }

    private static void source(Topology topology, String name, Topic topic) {
        topology.addSource(name, new ByteArrayDeserializer(), new ByteArrayDeserializer(), topic.name());
    }

    private static void sink(Topology topology, String name, Topic topic, String... parents) {
        topology.addSink(name, topic.name(), Placed.SERIALIZER, new ByteArraySerializer(), Placed.PARTITIONER, parents);
    }
}
