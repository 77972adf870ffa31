package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.stage.Entities;
import dev.signalbox.api.stage.FakeDecider.Change;
import dev.signalbox.api.stage.HostPart;
import dev.signalbox.api.stage.SharedKafka;
import dev.signalbox.api.stage.Sse;
import dev.signalbox.api.stage.Stage;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.ProcessRef;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A session has ended, and the log no longer has the end of what it put out.
@ExtendWith(SharedKafka.class)
@Timeout(60)
final class EvictedOutputTest {
    private SharedKafka.Running kafka;
    private Stage stage;
    private HostPart host;
    private final String id = Ids.SESSION.mint();

    @BeforeEach
    void begin(SharedKafka.Running running, @TempDir Path directory) {
        kafka = running;
        stage = new Stage(running, directory);
        host = stage.host();
    }

    @AfterEach
    void end() throws Exception {
        stage.close();
    }

    /// A session that wrote ten bytes and ended a minute ago.
    private void ended() throws Exception {
        Session running = Entities.running(id, host.hostId(), false, minuteAgo());
        stage.decider.change(
                stage.namespace, Change.of(running, new Event.SessionRequested("a", running.spec(), null, null)));
        Session ended = Entities.ended(running, 0, 10, 0, minuteAgo());
        stage.shows(stage.decider.change(
                stage.namespace, Change.of(ended, new Event.SessionEnded(ended.status(), ended.end()))));
    }

    private Cause minuteAgo() {
        Cause now = stage.decider.cause();
        return new Cause(
                now.kind(),
                now.ref(),
                now.what(),
                now.actor(),
                now.topic(),
                now.partition(),
                now.offset(),
                Instant.now().minusSeconds(60),
                now.why());
    }

    private void evict(long before) throws Exception {
        var partition = new TopicPartition(Topics.output(host.hostId()).name(), 0);
        kafka.admin()
                .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(before)))
                .all()
                .get();
    }

    private Sse output(String query) throws Exception {
        return Sse.open(stage.client, stage.request("/v1/sessions/" + id + "/output" + query));
    }

    private static List<String> names(List<Sse.Event> events) {
        return events.stream().map(Sse.Event::name).toList();
    }

    private void saysWhatIsGone(String query) throws Exception {
        try (var sse = output(query)) {
            var events = sse.untilNamed("end");
            assertThat(names(events)).containsExactly("gap", "caught_up", "end");
            assertThat(events.getFirst().data().get("fromByte").asLong()).isZero();
            assertThat(events.getFirst().data().get("toByte").asLong()).isEqualTo(10);
            assertThat(events.getLast().data().get("complete").asBoolean()).isFalse();
        }
    }

    @Test
    void a_stream_whose_records_are_all_gone_says_so_and_ends() throws Exception {
        host.bytes(id, Stream.OUT, "0123456789".getBytes(StandardCharsets.UTF_8));
        long last = host.end(id);
        host.bytes(Ids.SESSION.mint(), Stream.OUT, new byte[] {1});
        ended();
        evict(last + 1);

        saysWhatIsGone("");
    }

    @Test
    void so_does_one_whose_log_is_empty() throws Exception {
        host.bytes(id, Stream.OUT, "0123456789".getBytes(StandardCharsets.UTF_8));
        long last = host.end(id);
        ended();
        evict(last + 1);

        saysWhatIsGone("");
        try (var sse = output("?follow=false")) {
            assertThat(names(sse.untilNamed("caught_up"))).containsExactly("gap", "caught_up");
        }
    }

    @Test
    void who_goes_on_from_an_older_place_hears_it_and_then_comes_to_the_end() throws Exception {
        host.bytes(id, Stream.OUT, "01234".getBytes(StandardCharsets.UTF_8));
        host.bytes(id, Stream.OUT, "56789".getBytes(StandardCharsets.UTF_8));
        long last = host.end(id);
        ended();
        String first;
        try (var sse = output("")) {
            first = sse.untilNamed("output").getLast().id();
        }
        evict(last + 1);

        var refused = stage.get("/v1/sessions/" + id + "/output?from=" + first);
        assertThat(refused.status()).isEqualTo(410);
        String oldest = refused.json().get("oldest").asText();
        try (var sse = output("?from=" + oldest)) {
            assertThat(names(sse.untilNamed("end"))).containsExactly("caught_up", "end");
        }
    }

    @Test
    void raw_bytes_that_are_gone_are_refused_and_not_announced() throws Exception {
        host.bytes(id, Stream.OUT, "0123456789".getBytes(StandardCharsets.UTF_8));
        long last = host.end(id);
        ended();
        evict(last + 1);

        var raw = stage.send(
                stage.request("/v1/sessions/" + id + "/output").header("Accept", "application/octet-stream"));
        assertThat(raw.status()).isEqualTo(410);
    }

    @Test
    void what_has_not_come_yet_is_waited_for() throws Exception {
        ended();
        try (var sse = output("")) {
            assertThat(names(sse.untilNamed("caught_up"))).containsExactly("caught_up");
            host.bytes(id, Stream.OUT, "0123456789".getBytes(StandardCharsets.UTF_8));
            host.end(id);
            var rest = sse.untilNamed("end");
            assertThat(names(rest)).containsExactly("output", "end");
            assertThat(rest.getLast().data().get("complete").asBoolean()).isTrue();
        }
    }

    @Test
    void a_clock_that_went_wrong_does_not_hide_what_an_ended_session_put_out() throws Exception {
        host.bytes(id, Stream.OUT, "0123456789".getBytes(StandardCharsets.UTF_8));
        host.end(id);
        var ahead = Entities.running(id, host.hostId(), false, minuteAgo())
                .edit(edit -> edit.process = later(edit.process));
        stage.decider.change(
                stage.namespace, Change.of(ahead, new Event.SessionRequested("a", ahead.spec(), null, null)));
        Session ended = Entities.ended(ahead, 0, 10, 0, minuteAgo());
        stage.shows(stage.decider.change(
                stage.namespace, Change.of(ended, new Event.SessionEnded(ended.status(), ended.end()))));

        try (var sse = output("")) {
            var events = sse.untilNamed("end");
            assertThat(names(events)).containsExactly("output", "end");
        }
    }

    private static ProcessRef later(ProcessRef process) {
        return new ProcessRef(
                process.pid(),
                process.startTicks(),
                process.bootId(),
                process.startedAt().plus(Duration.ofHours(1)),
                process.cwd(),
                null,
                null,
                null,
                null,
                List.of());
    }
}
