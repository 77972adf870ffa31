package dev.signalbox.bench.figure;

import dev.signalbox.bench.measure.Turns;
import dev.signalbox.bench.raw.EosHop;
import dev.signalbox.bench.report.Goal;
import dev.signalbox.bench.report.Row;
import dev.signalbox.bench.system.Node;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// `POST /v1/agents` until its answer, which comes when the outcome is committed, against one bare exactly-once hop.
final class DecidedCommand implements Figure {
    private static final Goal GOAL = Goal.atMost(1.5);
    private static final String BASE = "EOS hop";

    @Override
    public String name() {
        return "command";
    }

    @Override
    public List<Row> measure(Bench bench) throws IOException, InterruptedException {
        Node node = bench.nodes().getFirst();
        var count = new int[1];
        try (EosHop hop = EosHop.open(bench.raw(), bench.home("hop"))) {
            Turns.Result result = bench.extent()
                    .commands
                    .of(
                            () -> {
                                long began = System.nanoTime();
                                node.post("/v1/agents", Map.of("name", "bench-%d".formatted(++count[0])));
                                return System.nanoTime() - began;
                            },
                            hop);
            return List.of(
                    Row.of(
                                    name(),
                                    "POST → decided and answered, p50",
                                    result.subject().p50(),
                                    "ms")
                            .over(BASE, result.base().p50())
                            .judgedBy(GOAL)
                            .spreading(result.ratios()),
                    Row.of(
                                    name(),
                                    "POST → decided and answered, p99",
                                    result.subject().p99(),
                                    "ms")
                            .over(BASE, result.base().p99())
                            .judgedBy(GOAL));
        }
    }
}
