package dev.signalbox.e2e.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.core.cursor.Hint;
import dev.signalbox.e2e.system.Eventually;
import dev.signalbox.e2e.system.LogTrap;
import dev.signalbox.e2e.system.RunningSystem;
import dev.signalbox.e2e.system.TestSession;
import dev.signalbox.schemas.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Cursors that are none, or of something else, or too old, or not yet true: never a jump, always a word.
class BadCursorsTest {
    private static final RunningSystem SYSTEM = RunningSystem.shared();

    private static Wire wire;
    private static TestSession session;
    private static TestSession other;

    private LogTrap logs;

    @BeforeAll
    static void open() {
        wire = new Wire();
        session = TestSession.command("bash", "-c", "for i in $(seq 1 50); do echo line $i; sleep 0.01; done");
        other = TestSession.command("echo", "other");
        session.awaitStatus("ENDED");
        other.awaitStatus("ENDED");
        // The END record follows the status; its cursor lies behind that of the last output.
        Eventually.holds(() -> {
            List<Cursor.Session> cursors = cursors(session);
            assertThat(cursors).hasSizeGreaterThan(1);
            assertThat(cursors.getLast().seq())
                    .isGreaterThan(cursors.get(cursors.size() - 2).seq());
        });
    }

    @AfterAll
    static void close() {
        session.close();
        other.close();
        wire.close();
    }

    @BeforeEach
    void listen() {
        logs = LogTrap.open();
    }

    @AfterEach
    void silence() {
        logs.close();
        logs.assertNoTraceAndNoSecret();
    }

    private static Cursor.Session last(TestSession of) throws Exception {
        return cursors(of).getLast();
    }

    private static List<Cursor.Session> cursors(TestSession of) throws Exception {
        String stream = wire.get(of.path("/output?follow=false")).text();
        return stream.lines()
                .filter(line -> line.startsWith("id: "))
                .map(line -> Cursor.decode("id", line.substring(4), Cursor.Session.class))
                .toList();
    }

    @Test
    void cursors_that_are_not_of_this_stream_are_refused() throws Exception {
        Cursor.Session own = last(session);
        Hint hint = own.hint();
        assertThat(hint).isNotNull();
        for (String bad : List.of(
                "garbage",
                "AAAA",
                "x".repeat(1_000),
                last(other).encode(),
                new Cursor.Session(session.id(), own.seq() + 1_000, null).encode(),
                new Cursor.Session(session.id(), own.seq(), new Hint(hint.topicId(), 0, 1L << 40)).encode(),
                new Cursor.State("default", 1).encode())) {
            wire.get(session.path("/output?from=" + bad)).refused(400, "CURSOR_INVALID", "from");
            wire.send("GET", session.path("/output"), null, "Last-Event-ID", bad)
                    .refused(400, "CURSOR_INVALID", "Last-Event-ID");
        }
    }

    @Test
    void cursors_that_are_not_of_these_events_are_refused() throws Exception {
        for (String bad : List.of(
                "garbage",
                last(session).encode(),
                new Cursor.Events("elsewhere", 1, new Hint(UUID.randomUUID(), 0, 0)).encode())) {
            wire.get("/v1/events?from=" + bad).refused(400, "CURSOR_INVALID", "from");
        }
        wire.send("GET", "/v1/sessions", null, "If-At-Least", new Cursor.State("elsewhere", 1).encode())
                .refused(400, "CURSOR_INVALID", "If-At-Least");
        wire.get("/v1/sessions?page=garbage").refused(400, "CURSOR_INVALID", "page");
    }

    @Test
    void places_that_cannot_be_are_named() throws Exception {
        for (String bad : List.of("fromByte=-1", "fromByte=x", "since=yesterday", "stream=in", "encoding=utf8")) {
            wire.get(session.path("/output?" + bad))
                    .refused(400, "INVALID_REQUEST", bad.substring(0, bad.indexOf('=')));
        }
        wire.get(session.path("/output?from=start&fromByte=1")).refused(400, "INVALID_REQUEST", "from");
        assertThat(wire.send("GET", session.path("/output"), null, "Range", "bytes=1000000-")
                        .status())
                .isEqualTo(416);
    }

    @Test
    void a_cursor_older_than_what_is_retained_is_gone_and_says_what_is_there() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", SYSTEM.kafka()))) {
            TopicPartition output =
                    new TopicPartition(Topics.output(SYSTEM.hostId()).name(), 0);
            Uuid topic = admin.describeTopics(List.of(output.topic()))
                    .allTopicNames()
                    .get()
                    .get(output.topic())
                    .topicId();
            UUID id = new UUID(topic.getMostSignificantBits(), topic.getLeastSignificantBits());
            try (TestSession early = TestSession.command("bash", "-c", "for i in 1 2 3; do echo $i; sleep 0.1; done")) {
                early.awaitStatus("ENDED");
                String first = new Cursor.Session(
                                early.id(),
                                1,
                                new Hint(id, 0, last(early).hint().offset() - 2))
                        .encode();
                try (TestSession late = TestSession.command("echo", "late")) {
                    late.awaitStatus("ENDED");
                    late.watched().end();
                    long end = admin.listOffsets(Map.of(output, OffsetSpec.latest()))
                            .partitionResult(output)
                            .get()
                            .offset();
                    admin.deleteRecords(Map.of(output, RecordsToDelete.beforeOffset(end - 1)))
                            .all()
                            .get();

                    JsonNode problem =
                            wire.get(early.path("/output?from=" + first)).refused(410, "CURSOR_EXPIRED", "from");

                    assertThat(problem.has("oldest")).isTrue();
                    assertThat(problem.path("outputFrom").path("seq").asLong()).isPositive();
                    String started =
                            wire.get(early.path("/output?follow=false")).text();
                    assertThat(started).doesNotContain("\"complete\":true");
                }
            }
        }
    }
}
