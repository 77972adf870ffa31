package dev.signalbox.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.signalbox.bench.figure.Bench;
import dev.signalbox.bench.figure.Extent;
import dev.signalbox.bench.figure.Figure;
import dev.signalbox.bench.figure.Figures;
import dev.signalbox.bench.report.Report;
import dev.signalbox.bench.report.Row;
import dev.signalbox.bench.system.Launcher;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// `./signalbox bench`. Exits 0 when everything was measured, whether or not a goal was missed.
@Command(
        name = "bench",
        description = "Measures Signalbox against the raw Kafka path of the same run.",
        mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {
    @Option(names = "--json", paramLabel = "FILE", description = "Also write the figures there as JSON.")
    private @Nullable Path json;

    @Option(names = "--only", paramLabel = "NAME", split = ",", description = "Measure just these figures.")
    private List<String> only = new ArrayList<>();

    @Option(names = "--quick", description = "Fewer samples and smaller floods.")
    private boolean quick;

    private Main() {}

    public static void main(String[] args) {
        // Its clients warn of topics that are a moment old.
        ((Logger) LoggerFactory.getLogger("org.apache.kafka")).setLevel(Level.ERROR);
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Figure> figures = chosen();
        Instant startedAt = Instant.now();
        var machine = new Report.Machine(
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                Runtime.version().toString(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        List<Row> rows = new ArrayList<>();
        Map<String, String> failures = new LinkedHashMap<>();
        try (Bench bench = Bench.open(Launcher.own(), quick ? Extent.QUICK : Extent.FULL)) {
            for (Figure figure : figures) {
                System.err.println("measuring " + figure.name());
                try {
                    rows.addAll(figure.measure(bench));
                } catch (IOException | RuntimeException e) {
                    failures.put(figure.name(), String.valueOf(e.getMessage()));
                }
            }
        }
        var report = new Report(startedAt, Duration.between(startedAt, Instant.now()), quick, machine, rows, failures);
        System.out.print(report.table());
        if (json != null) {
            Files.write(json, report.json());
        }
        return failures.isEmpty() ? 0 : 1;
    }

    private List<Figure> chosen() {
        List<String> names = Figures.ALL.stream().map(Figure::name).toList();
        for (String name : only) {
            if (!names.contains(name)) {
                throw new ParameterException(
                        new CommandLine(this), "--only: '%s' is none of %s".formatted(name, String.join(", ", names)));
            }
        }
        return Figures.ALL.stream()
                .filter(figure -> only.isEmpty() || only.contains(figure.name()))
                .collect(Collectors.toList());
    }
}
