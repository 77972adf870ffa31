package dev.signalbox.bench.figure;

import dev.signalbox.bench.measure.Rate;
import dev.signalbox.bench.report.Row;
import dev.signalbox.bench.system.Dev;
import dev.signalbox.bench.system.Launcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// From the command to a system that is ready: from a fresh clone, which is built first, and from what is built.
final class Start implements Figure {
    private static final int WARM = 3;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public List<Row> measure(Bench bench) throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        if (bench.extent() == Extent.FULL) {
            rows.add(Row.of(name(), "fresh clone → built → ready", cold(bench), "s"));
        }
        List<Double> fresh = new ArrayList<>();
        List<Double> again = new ArrayList<>();
        for (int i = 0; i < WARM; i++) {
            Path home = bench.home("start-" + i);
            fresh.add(seconds(bench.launcher(), home));
            again.add(seconds(bench.launcher(), home));
        }
        rows.add(row("built → ready, no data yet", fresh));
        rows.add(row("built → ready, on its data", again));
        return rows;
    }

    private Row row(String what, List<Double> seconds) {
        double median =
                Rate.median(seconds.stream().mapToDouble(Double::doubleValue).toArray());
        return Row.of(name(), what, median, "s").spreading(seconds);
    }

    private static double cold(Bench bench) throws IOException, InterruptedException {
        Path clone = bench.home("clone");
        int code = new ProcessBuilder(
                        "git", "clone", "-q", bench.launcher().root().toString(), clone.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("git clone ended with " + code);
        }
        return seconds(new Launcher(clone), bench.home("start-cold"));
    }

    private static double seconds(Launcher launcher, Path home) throws IOException, InterruptedException {
        try (Dev dev = Dev.start(launcher, home)) {
            return dev.took().toNanos() / 1e9;
        }
    }
}
