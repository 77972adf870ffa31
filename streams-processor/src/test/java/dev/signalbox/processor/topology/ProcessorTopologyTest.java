package dev.signalbox.processor.topology;

import static dev.signalbox.processor.topology.TopologyBench.bytes;
import static dev.signalbox.processor.topology.TopologyBench.command;
import static dev.signalbox.processor.topology.TopologyBench.header;
import static dev.signalbox.processor.topology.TopologyBench.keyed;
import static dev.signalbox.processor.topology.TopologyBench.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.processor.decide.Decision;
import dev.signalbox.processor.metrics.ProcessorMetrics;
import dev.signalbox.processor.row.Keys;
import dev.signalbox.processor.row.Row;
import dev.signalbox.processor.row.Tables;
import dev.signalbox.processor.tick.Agenda;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.Signatures;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.report.ReportBatch;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.StateRecord;
import dev.signalbox.schemas.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProcessorTopologyTest {
    private static final String HOST = "h-abcdefghijkmnpqr";
    private static final KeyPair KEYS = Signatures.generate();
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    private Path directory;

    private TopologyBench bench;

    @BeforeEach
    void begin() {
        bench = new TopologyBench(new CountingDecisions(), directory);
    }

    @AfterEach
    void end() {
        bench.close();
    }

    @Test
    void its_description_is_the_one_that_was_reviewed() throws IOException {
        var wiring = Wiring.of(
                new CountingDecisions(),
                1,
                new Agenda(() -> 0),
                new ProcessorMetrics(new SimpleMeterRegistry()),
                directory);
        String description = ProcessorTopology.build(wiring).describe().toString();

        try (var reviewed = ProcessorTopologyTest.class.getResourceAsStream("topology.txt")) {
            assertThat(description).isEqualTo(new String(reviewed.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void a_decision_is_rows_event_state_directive_and_outcome() {
        bench.send(open());
        bench.send(command(new Command.DrainHost(HOST, null)));

        assertThat(bench.rows()).containsKey(Keys.counter("default")).containsKey(Keys.CLOCK);
        assertThat(bench.events()).extracting(event -> event.n()).containsExactly(1L, 2L);
        assertThat(bench.read(Topics.STATE))
                .singleElement()
                .satisfies(record -> assertThat(record.key()).isEqualTo("default/namespace/default"));
        assertThat(bench.read(Topics.DIRECTIVES_OUT))
                .singleElement()
                .satisfies(record -> assertThat(record.key()).isEqualTo(HOST));
        assertThat(bench.outcomes()).extracting(Outcome::accepted).containsExactly(true, true);
    }

    @Test
    void a_tombstone_carries_the_number_of_the_event_that_deleted() {
        bench.send(open());
        bench.send(command(new Command.DeleteAgent("a-1")));

        assertThat(bench.read(Topics.STATE).getLast()).satisfies(record -> {
            assertThat(record.key()).isEqualTo("default/agent/a-1");
            assertThat(record.value()).isNull();
            byte[] n = record.headers().lastHeader(StateRecord.DELETED_BY).value();
            assertThat(ByteBuffer.wrap(n).getLong()).isEqualTo(2);
        });
    }

    @Test
    void the_cause_names_the_input_record() {
        CommandRecord command = open();
        bench.send(command);

        Cause cause = bench.events().getFirst().cause();
        assertThat(cause.ref()).isEqualTo(command.id());
        assertThat(cause.topic()).isEqualTo(Topics.COMMANDS.name());
        assertThat(cause.offset()).isZero();
        assertThat(cause.at()).isEqualTo(TopologyBench.START);
    }

    @Test
    void the_clock_never_goes_back() {
        bench.send(open());
        bench.now = TopologyBench.START.minusSeconds(60);
        bench.send(open());

        assertThat(bench.events().getLast().cause().at()).isEqualTo(TopologyBench.START);
    }

    static Stream<byte[]> poison() {
        return Stream.of(
                null,
                bytes(""),
                bytes("null"),
                bytes("not json"),
                new byte[] {(byte) 0xff, 0, 1, 2},
                bytes("{\"id\":\"c-1\""),
                bytes("[".repeat(1_000)),
                bytes("{\"a\":".repeat(1_000)),
                bytes("{\"id\":\"c-1\",\"namespace\":\"default\",\"actor\":{},\"command\":{\"type\":\"fly\"}}"),
                bytes("{\"id\":\"c-1\",\"namespace\":\"default\"}"));
    }

    @ParameterizedTest
    @MethodSource("poison")
    void poison_becomes_a_dead_letter_and_the_next_record_goes_on(byte[] value) {
        bench.raw(value);
        bench.report(new TestRecord<>(bytes("default"), value, bench.now));
        bench.send(open());

        List<TestRecord<String, byte[]>> letters = bench.read(Topics.DEAD_LETTERS);
        assertThat(letters).hasSize(2).allSatisfy(letter -> {
            assertThat(letter.value()).isEqualTo(value);
            assertThat(header(letter, DeadLetter.CAUSE)).isEqualTo("MALFORMED");
            assertThat(header(letter, DeadLetter.MESSAGE)).isNotBlank();
            assertThat(header(letter, DeadLetter.PARTITION)).isEqualTo("0");
            assertThat(header(letter, DeadLetter.OFFSET)).isEqualTo("0");
            assertThat(header(letter, DeadLetter.TIMESTAMP))
                    .isEqualTo(Long.toString(TopologyBench.START.toEpochMilli()));
        });
        assertThat(letters)
                .extracting(letter -> header(letter, DeadLetter.TOPIC))
                .containsExactly(Topics.COMMANDS.name(), Topics.REPORTS.name());
        assertThat(bench.outcome().accepted()).isTrue();
        assertThat(bench.meters
                        .counter("signalbox.dead.letters", "cause", "malformed")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void a_dead_letter_too_large_for_its_topic_loses_its_value_only() {
        bench.raw(new byte[3_000_000]);

        assertThat(bench.read(Topics.DEAD_LETTERS)).singleElement().satisfies(letter -> {
            assertThat(letter.value()).isNull();
            assertThat(header(letter, DeadLetter.OMITTED_BYTES)).isEqualTo("3000000");
        });
    }

    @Test
    void what_would_be_too_large_is_refused_and_leaves_nothing() {
        bench.send(command(new Command.RetryTask("t-1")));

        assertThat(bench.outcome().code()).isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(bench.rows()).containsOnlyKeys(Keys.CLOCK);
        assertThat(bench.events()).isEmpty();
        assertThat(bench.read(Topics.DEAD_LETTERS)).isEmpty();
    }

    @Test
    void what_was_too_large_once_is_not_decided_again_under_its_key() {
        CommandRecord first = keyed("ada", "k", "hash", new Command.RetryTask("t-1"));
        bench.send(first);
        bench.send(keyed("ada", "k", "hash", new Command.RetryTask("t-1")));

        assertThat(bench.outcomes()).extracting(Outcome::first).containsExactly(first.id(), first.id());
    }

    @Test
    void a_bug_in_a_decision_leaves_nothing_but_a_dead_letter_and_an_answer() {
        CommandRecord command = command(new Command.CancelTask("t-1", null));
        bench.send(command);
        bench.send(open());

        assertThat(bench.read(Topics.DEAD_LETTERS)).singleElement().satisfies(letter -> {
            assertThat(header(letter, DeadLetter.CAUSE)).isEqualTo("FAULT");
            assertThat(header(letter, DeadLetter.MESSAGE)).contains("a bug");
            assertThat(letter.value()).isEqualTo(Json.encode(command));
        });
        assertThat(bench.outcomes()).extracting(Outcome::code).containsExactly(ErrorCode.INTERNAL, null);
        assertThat(bench.events()).extracting(event -> event.n()).containsExactly(1L);
    }

    @Test
    void a_record_that_ends_the_thread_is_counted_and_the_third_time_left() throws IOException {
        bench.close();
        var deadly = new CountingDecisions() {
            @Override
            public Decision command(Tables tables, CommandRecord command, Cause cause) {
                throw new OutOfMemoryError("for the test");
            }
        };
        Path home = directory.resolve("deadly");
        bench = new TopologyBench(deadly, home);
        assertThatThrownBy(() -> bench.send(open())).isInstanceOf(OutOfMemoryError.class);
        bench.close();
        assertThat(home.resolve("deaths")).hasContent("signalbox.commands-0@0");

        Files.writeString(home.resolve("deaths"), "signalbox.commands-0@0\n".repeat(3));
        bench = new TopologyBench(new CountingDecisions(), home);
        CommandRecord deadlyOne = open();
        bench.send(deadlyOne);
        bench.send(open());
        assertThat(bench.read(Topics.DEAD_LETTERS))
                .singleElement()
                .satisfies(
                        letter -> assertThat(header(letter, DeadLetter.CAUSE)).isEqualTo("QUARANTINED"));
        List<Outcome> outcomes = bench.outcomes();
        assertThat(outcomes).extracting(Outcome::code).containsExactly(ErrorCode.INTERNAL, null);
        assertThat(outcomes.getFirst().commandId()).isEqualTo(deadlyOne.id());
        assertThat(outcomes.getFirst().message()).contains("signalbox.commands-0@0");
    }

    @Test
    void a_record_whose_answer_ends_the_thread_too_is_left_unanswered() throws IOException {
        bench.close();
        Path home = directory.resolve("deadly");
        Files.createDirectories(home);
        Files.writeString(home.resolve("deaths"), "signalbox.commands-0@0\n".repeat(4));
        bench = new TopologyBench(new CountingDecisions(), home);

        bench.send(open());

        assertThat(bench.read(Topics.DEAD_LETTERS)).hasSize(1);
        assertThat(bench.outcomes()).isEmpty();
    }

    @Test
    void a_decision_for_another_namespace_is_a_bug() {
        bench.close();
        bench = new TopologyBench(
                new CountingDecisions() {
                    @Override
                    public Decision command(Tables tables, CommandRecord command, Cause cause) {
                        Decision right = super.command(tables, command, cause);
                        return new Decision(
                                "other", right.rows(), right.events(), right.states(), List.of(), right.outcome());
                    }
                },
                directory.resolve("other"));
        bench.send(open());

        assertThat(bench.outcome().code()).isEqualTo(ErrorCode.INTERNAL);
        assertThat(bench.events()).isEmpty();
    }

    @Test
    void a_record_written_twice_acts_once() {
        CommandRecord command = open();
        bench.send(command);
        bench.send(command);

        assertThat(bench.events()).hasSize(1);
        List<Outcome> outcomes = bench.outcomes();
        assertThat(outcomes).hasSize(2);
        assertThat(outcomes.getLast()).isEqualTo(outcomes.getFirst());
    }

    @Test
    void a_repeated_key_gets_the_first_outcome() {
        Command drain = new Command.DrainHost(HOST, null);
        CommandRecord first = keyed("ada", "k", "hash", drain);
        CommandRecord second = keyed("ada", "k", "hash", drain);
        bench.send(first);
        bench.send(second);

        assertThat(bench.events()).hasSize(1);
        assertThat(bench.outcome()).satisfies(outcome -> {
            assertThat(outcome.commandId()).isEqualTo(second.id());
            assertThat(outcome.first()).isEqualTo(first.id());
            assertThat(outcome.accepted()).isTrue();
        });
    }

    @Test
    void a_key_used_for_another_request_is_a_conflict() {
        bench.send(keyed("ada", "k", "hash", new Command.DrainHost(HOST, null)));
        bench.send(keyed("ada", "k", "other", new Command.DrainHost(HOST, "now")));

        assertThat(bench.outcome().code()).isEqualTo(ErrorCode.CONFLICT);
        assertThat(bench.outcomes()).isEmpty();
        assertThat(bench.events()).hasSize(1);
    }

    @Test
    void a_key_belongs_to_its_principal() {
        bench.send(keyed("ada", "k", "hash", new Command.DrainHost(HOST, null)));
        bench.send(keyed("bob", "k", "other", new Command.DrainHost(HOST, "now")));

        assertThat(bench.events()).hasSize(2);
    }

    @Test
    void a_key_is_forgotten_after_a_day() {
        bench.send(keyed("ada", "k", "hash", new Command.DrainHost(HOST, null)));
        bench.now = bench.now.plus(Duration.ofHours(25));
        bench.send(keyed("ada", "k", "other", new Command.DrainHost(HOST, null)));

        assertThat(bench.events()).hasSize(2);
    }

    @Test
    void a_failure_of_ours_does_not_use_up_the_key() {
        bench.send(keyed("ada", "k", "hash", new Command.CancelTask("t-1", null)));
        bench.send(keyed("ada", "k", "hash", new Command.DrainHost(HOST, null)));

        assertThat(bench.outcomes()).extracting(Outcome::code).containsExactly(ErrorCode.INTERNAL, null);
    }

    @Test
    void a_lookup_finds_an_outcome_by_command_or_says_that_there_is_none() {
        CommandRecord first = keyed("ada", "k", "hash", new Command.DrainHost(HOST, null));
        bench.send(first);
        CommandRecord lookup = command(new Command.Lookup(first.id()));
        bench.send(lookup);
        bench.send(command(new Command.Lookup("c-unknown")));

        List<Outcome> outcomes = bench.outcomes();
        assertThat(outcomes.get(1)).isEqualTo(outcomes.getFirst().repeatedFor(lookup.id()));
        assertThat(outcomes.get(2).code()).isEqualTo(ErrorCode.COMMAND_NOT_FOUND);
        assertThat(bench.events()).hasSize(1);
    }

    @Test
    void a_tick_decides_what_is_due() {
        bench.send(command(new Command.StopSession("s-1", true, null, null, false)));
        assertThat(bench.rows()).hasSize(3);
        bench.now = bench.now.plus(SECOND);
        bench.tick(1, SECOND);

        assertThat(bench.events()).hasSize(2);
        assertThat(bench.rows()).containsOnlyKeys(Keys.CLOCK, Keys.counter("default"));
        assertThat(bench.outcomes()).hasSize(1);
    }

    @Test
    void what_is_due_and_cannot_be_decided_is_left_after_three_times_and_holds_up_nothing() {
        bench.send(command(new Command.StopSession("s-broken", true, null, null, false)));
        for (int tick = 1; tick <= 5; tick++) {
            bench.send(command(new Command.StopSession("s-" + tick, true, null, null, false)));
            bench.now = bench.now.plus(SECOND);
            bench.tick(tick, SECOND);
        }

        assertThat(bench.read(Topics.DEAD_LETTERS)).hasSize(3);
        assertThat(bench.events()).hasSize(1 + 5 + 5);
        assertThat(bench.rows().keySet())
                .filteredOn(key -> key.startsWith(Keys.timers(Row.ClockKind.WALL)))
                .hasSize(1);
    }

    @Test
    void a_tick_for_one_namespace_is_a_dead_letter() {
        bench.send(command(new Command.Tick(1, SECOND, null)));

        assertThat(bench.read(Topics.DEAD_LETTERS)).hasSize(1);
    }

    @Test
    void reports_are_believed_only_by_their_signature() {
        bench.send(command(new Command.JoinHost(HOST, "box", Signatures.encode(KEYS.getPublic()), null, Map.of())));
        report(HOST, KEYS.getPrivate());
        assertThat(bench.events()).hasSize(2);

        report(HOST, Signatures.generate().getPrivate());
        report("h-bbbbbbbbbbbbbbbb", KEYS.getPrivate());
        assertThat(bench.events()).isEmpty();
        assertThat(bench.read(Topics.DEAD_LETTERS))
                .extracting(letter -> header(letter, DeadLetter.CAUSE))
                .containsExactly("BAD_SIGNATURE", "UNKNOWN_HOST");

        bench.send(command(new Command.RemoveHost(HOST, false)));
        report(HOST, KEYS.getPrivate());
        assertThat(bench.events()).hasSize(1);
        assertThat(bench.read(Topics.DEAD_LETTERS)).isEmpty();
        assertThat(bench.meters
                        .counter("signalbox.ignored", "cause", "removed_host")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void a_report_that_cannot_be_decided_takes_none_of_its_batch_with_it() {
        bench.close();
        bench = new TopologyBench(
                new CountingDecisions() {
                    @Override
                    public Decision reports(Tables tables, ReportBatch batch, Cause cause) {
                        if (batch.reports().stream().anyMatch(Report.KeyRotated.class::isInstance)) {
                            throw new IllegalStateException("a bug");
                        }
                        return super.reports(tables, batch, cause);
                    }
                },
                directory.resolve("apart"));
        bench.send(command(new Command.JoinHost(HOST, "box", Signatures.encode(KEYS.getPublic()), null, Map.of())));
        bench.events();

        report(HOST, KEYS.getPrivate(), new Report.Heartbeat(), new Report.KeyRotated("k"), new Report.Heartbeat());

        assertThat(bench.events()).as("the batch itself and two of its reports").hasSize(3);
        assertThat(bench.read(Topics.DEAD_LETTERS)).hasSize(1);
    }

    private void report(String host, PrivateKey key) {
        report(host, key, new Report.Heartbeat());
    }

    private void report(String host, PrivateKey key, Report... reports) {
        byte[] value = Json.encode(new ReportBatch("default", host, 1, "i", 1, List.of(reports)));
        var headers = new RecordHeaders();
        headers.add(ReportBatch.SIGNATURE, Signatures.sign(key, value));
        bench.report(new TestRecord<>(bytes("default"), value, headers, bench.now));
    }
}
