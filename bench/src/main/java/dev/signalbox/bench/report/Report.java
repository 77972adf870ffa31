package dev.signalbox.bench.report;

import dev.signalbox.schemas.codec.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A whole run.
///
/// @param failures by figure, what kept it from being measured
public record Report(
        Instant startedAt,
        Duration took,
        boolean quick,
        Machine machine,
        List<Row> rows,
        Map<String, String> failures) {

    /// @param load average of the last minute when the run began
    public record Machine(int cores, String os, String java, double load) {}

    public String table() {
        var lines = new ArrayList<List<String>>();
        lines.add(List.of("figure", "measured", "", "raw path", "ratio", "rounds", "goal", ""));
        for (Row row : rows) {
            lines.add(List.of(
                    row.figure(),
                    row.what(),
                    number(row.value()) + " " + row.unit(),
                    text(row.base(), base -> "%s %s".formatted(number(base.value()), base.what())),
                    row.base() == null ? "" : number(row.judged()),
                    spread(row.spread()),
                    text(row.goal(), Goal::toString),
                    text(row.met(), met -> met ? "ok" : "MISSED")));
        }
        var text = new StringBuilder(aligned(lines));
        failures.forEach((figure, why) -> text.append("NOT MEASURED  %s: %s%n".formatted(figure, why)));
        return text.append("%d cores, load %.1f, JDK %s, %s, %d s%s%n"
                        .formatted(
                                machine.cores(),
                                machine.load(),
                                machine.java(),
                                startedAt,
                                took.toSeconds(),
                                quick ? ", --quick" : ""))
                .toString();
    }

    public byte[] json() {
        return Json.encode(this);
    }

    private static String aligned(List<List<String>> lines) {
        int columns = lines.getFirst().size();
        var widths = new int[columns];
        for (List<String> line : lines) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        var text = new StringBuilder();
        for (List<String> line : lines) {
            var row = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                row.append(line.get(i)).repeat(" ", widths[i] - line.get(i).length() + 2);
            }
            text.append(row.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static String spread(List<Double> rounds) {
        if (rounds.size() < 2) {
            return "";
        }
        var range = rounds.stream().mapToDouble(Double::doubleValue).summaryStatistics();
        return number(range.getMin()) + "–" + number(range.getMax());
    }

    private static <T> String text(@Nullable T value, Function<T, String> how) {
        return value == null ? "" : how.apply(value);
    }

    private static String number(double value) {
        double size = Math.abs(value);
        String format = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}
