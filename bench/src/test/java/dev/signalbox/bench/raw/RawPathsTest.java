package dev.signalbox.bench.raw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bench.measure.Turns;
import dev.signalbox.broker.EmbeddedBroker;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The baselines on a real broker.
class RawPathsTest {
    @Test
    void every_raw_path_goes_through_and_a_hop_costs_more_than_a_round_trip(@TempDir Path home) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(home.resolve("kafka"));
                var kafka = new RawKafka(broker.bootstrapServers());
                RoundTrip trip = RoundTrip.open(kafka);
                EosHop hop = EosHop.open(kafka, home.resolve("hop"))) {
            Turns.Result result = new Turns(20, 2, 20).of(hop, trip);

            assertThat(result.subject().count()).isEqualTo(40);
            assertThat(result.ratios()).hasSize(2);
            assertThat(result.subject().p50()).isGreaterThan(result.base().p50());
            assertThat(new Flow(kafka, 64 * 1024).run(10_000_000).bytes()).isEqualTo(9_961_472);
        }
    }
}
