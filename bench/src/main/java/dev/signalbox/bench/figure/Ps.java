package dev.signalbox.bench.figure;

import dev.signalbox.bench.measure.Rate;
import dev.signalbox.bench.report.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `./signalbox ps`, from the command to its end.
final class Ps implements Figure {
    private static final int RUNS = 7;

    @Override
    public String name() {
        return "ps";
    }

    @Override
    public List<Row> measure(Bench bench) throws IOException, InterruptedException {
        Map<String, String> environment = Map.of(
                "SIGNALBOX_SERVER",
                bench.dev().api().getFirst().toString(),
                "SIGNALBOX_TOKEN",
                bench.dev().token());
        Path log = bench.home("ps.err");
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i <= RUNS; i++) {
            long began = System.nanoTime();
            Process process = bench.launcher().start(environment, log, List.of("ps"));
            process.getInputStream().readAllBytes();
            if (process.waitFor() != 0) {
                throw new IOException(
                        "./signalbox ps ended with %d: %s".formatted(process.exitValue(), Files.readString(log)));
            }
            seconds.add((System.nanoTime() - began) / 1e9);
        }
        List<Double> counted = seconds.subList(1, seconds.size());
        double median =
                Rate.median(counted.stream().mapToDouble(Double::doubleValue).toArray());
        return List.of(Row.of(name(), "signalbox ps", median, "s").spreading(counted));
    }
}
