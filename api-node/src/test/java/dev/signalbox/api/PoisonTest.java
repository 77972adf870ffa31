package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.api.stage.Entities;
import dev.signalbox.api.stage.FakeDecider.Change;
import dev.signalbox.api.stage.FakeDecider.Decision;
import dev.signalbox.api.stage.SharedKafka;
import dev.signalbox.api.stage.Sse;
import dev.signalbox.api.stage.Stage;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.topic.Topic;
import dev.signalbox.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedKafka.class)
final class PoisonTest {
    @Test
    void records_that_cannot_be_read_are_counted_and_the_next_ones_go_on(
            SharedKafka.Running kafka, @TempDir Path directory) throws Exception {
        try (var stage = new Stage(kafka, directory)) {
            var host = stage.host();
            double before = stage.metric("signalbox_api_records_unreadable");
            try (var producer = new KafkaProducer<>(
                    Map.<String, Object>of("bootstrap.servers", kafka.servers()),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                for (Topic topic :
                        List.of(Topics.STATE, Topics.OUTCOMES, Topics.EVENTS, Topics.output(host.hostId()))) {
                    for (byte[] value : new byte[][] {
                        "{".getBytes(StandardCharsets.UTF_8),
                        "[".repeat(1_000).getBytes(StandardCharsets.UTF_8),
                        "{\"namespace\":\"x\",\"n\":1,\"entity\":{\"type\":\"nothing\"}}"
                                .getBytes(StandardCharsets.UTF_8),
                        new byte[0],
                        null
                    }) {
                        int partition = topic.partitioning() == Topic.Partitioning.SINGLE ? 0 : 1;
                        // A compacted topic takes no record without a key.
                        byte[] key = topic.compacted() ? "poison".getBytes(StandardCharsets.UTF_8) : null;
                        producer.send(new ProducerRecord<>(topic.name(), partition, key, value))
                                .get();
                    }
                }
            }
            await().untilAsserted(() ->
                    assertThat(stage.metric("signalbox_api_records_unreadable")).isGreaterThanOrEqualTo(before + 10));

            String id = Ids.SESSION.mint();
            var session = Entities.running(id, host.hostId(), false, stage.decider.cause());
            stage.shows(stage.decider.change(
                    stage.namespace, Change.of(session, new Event.SessionRequested("a", session.spec(), null, null))));
            stage.decider.decide((_, _) -> Decision.accept(session.ref()));
            assertThat(stage.post("/v1/sessions/" + id + "/stop", Map.of()).status())
                    .isEqualTo(200);
            host.bytes(id, dev.signalbox.schemas.output.OutputRecord.Stream.OUT, new byte[] {1});
            try (var sse = Sse.open(stage.client, stage.request("/v1/sessions/" + id + "/output?follow=false"))) {
                assertThat(sse.untilNamed("caught_up"))
                        .extracting(Sse.Event::name)
                        .contains("output");
            }
            try (var sse = Sse.open(stage.client, stage.request("/v1/events?from=start&follow=false"))) {
                assertThat(sse.untilNamed("caught_up"))
                        .extracting(Sse.Event::name)
                        .contains("event");
            }
            assertThat(stage.node.problems()).isEmpty();
        }
    }
}
