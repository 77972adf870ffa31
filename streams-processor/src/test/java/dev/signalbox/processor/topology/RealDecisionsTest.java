package dev.signalbox.processor.topology;

import static dev.signalbox.processor.topology.TopologyBench.bytes;
import static dev.signalbox.processor.topology.TopologyBench.command;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.Signatures;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.report.ReportBatch;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.Fingerprint;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The decider itself inside the topology: that rows, clocks and ticks fit together.
class RealDecisionsTest {
    private static final String HOST = "h-abcdefghijkmnpqr";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final KeyPair KEYS = Signatures.generate();

    @TempDir
    private Path directory;

    @Test
    void a_host_that_falls_silent_is_noticed_by_ticks_and_an_outage_of_them_is_not_held_against_it() {
        try (var bench = new TopologyBench(Decisions.DECIDER, directory)) {
            bench.tick(1, SECOND);
            bench.send(command(new Command.JoinHost(HOST, "box", Signatures.encode(KEYS.getPublic()), null, Map.of())));
            report(bench, new Report.HostStarted(fingerprint(), 0, List.of()));
            assertThat(bench.outcome().accepted()).isTrue();
            bench.events();

            bench.now = bench.now.plusSeconds(3_600);
            bench.tick(2, SECOND);
            assertThat(bench.events()).as("an hour without ticks").isEmpty();

            for (int i = 3; i < 20; i++) {
                bench.now = bench.now.plus(SECOND);
                bench.tick(i, SECOND);
            }
            assertThat(bench.events()).singleElement().satisfies(event -> {
                assertThat(event.event()).isInstanceOf(Event.HostSilent.class);
                assertThat(event.cause().kind()).isEqualTo(Cause.Kind.TIMER);
            });
        }
    }

    private static void report(TopologyBench bench, Report report) {
        byte[] value = Json.encode(new ReportBatch("default", HOST, 1, "i", 1, List.of(report)));
        var headers = new RecordHeaders();
        headers.add(ReportBatch.SIGNATURE, Signatures.sign(KEYS.getPrivate(), value));
        bench.report(new TestRecord<>(bytes("default"), value, headers, bench.now));
    }

    private static Fingerprint fingerprint() {
        return new Fingerprint("1", "linux", "boot", 2, 1L << 30, 4, List.of("/srv"), List.of());
    }
}
