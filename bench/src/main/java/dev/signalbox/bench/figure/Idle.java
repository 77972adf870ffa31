package dev.signalbox.bench.figure;

import dev.signalbox.bench.report.Goal;
import dev.signalbox.bench.report.Row;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// What the whole system takes when nobody asks anything of it.
final class Idle implements Figure {
    private static final Duration SETTLE = Duration.ofSeconds(8);

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public List<Row> measure(Bench bench) throws IOException, InterruptedException {
        var process = new ProcStatus(bench.dev().pid());
        Thread.sleep(SETTLE);
        Duration before = process.cpu();
        long began = System.nanoTime();
        Thread.sleep(bench.extent().idle);
        double share = 100.0 * process.cpu().minus(before).toNanos() / (System.nanoTime() - began);
        return List.of(
                Row.of(name(), "resident memory", process.residentBytes() / 1e6, "MB")
                        .judgedBy(Goal.atMost(600)),
                Row.of(name(), "processor, of one core", share, "%").judgedBy(Goal.atMost(5)));
    }
}
