package dev.signalbox.bench.figure;

import dev.signalbox.bench.measure.Rate;
import dev.signalbox.bench.raw.Flow;
import dev.signalbox.bench.report.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What raw records of two sizes bring; the other raw paths stand beside the figures that are divided by them.
final class Baselines implements Figure {
    private static final int SMALL = 1024;

    /// What a host agent's records hold at most.
    static final int LARGE = 64 * 1024;

    @Override
    public String name() {
        return "baseline";
    }

    @Override
    public List<Row> measure(Bench bench) throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        for (int size : new int[] {LARGE, SMALL}) {
            var flow = new Flow(bench.raw(), size);
            flow.run(bench.extent().floodBytes);
            List<Rate> rates = new ArrayList<>();
            for (int round = 0; round < Math.max(2, bench.extent().floods); round++) {
                rates.add(flow.run(bench.extent().floodBytes));
            }
            rows.add(Row.of(
                            name(),
                            "produce → consume, %d KiB records".formatted(size / 1024),
                            Rate.median(rates),
                            "MB/s")
                    .spreading(rates.stream().map(Rate::megabytes).toList()));
        }
        return rows;
    }
}
