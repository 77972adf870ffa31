package dev.signalbox.bench.figure;

import dev.signalbox.bench.measure.Probe;
import dev.signalbox.bench.measure.Rate;
import dev.signalbox.bench.measure.Requests;
import dev.signalbox.bench.measure.Turns;
import dev.signalbox.bench.report.Goal;
import dev.signalbox.bench.report.Row;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A dialect's answer beside the one of v1 that says the same, in turns.
///
/// @param figure that the rows belong to
record OverV1(String figure) {
    static final int CONNECTIONS = 16;

    private static final Goal GOAL = Goal.atMost(1.2);
    private static final String BASE = "v1";
    private static final int ROUNDS = 3;
    private static final Duration ROUND = Duration.ofSeconds(1);

    /// How long one answer takes.
    Row cost(Bench bench, String what, Probe subject, Probe base) throws IOException, InterruptedException {
        return cost(bench.extent().keystrokes, what, subject, base);
    }

    Row cost(Turns turns, String what, Probe subject, Probe base) throws IOException, InterruptedException {
        Turns.Result result = turns.of(subject, base);
        return Row.of(figure, what + ", p50", result.subject().p50(), "ms")
                .over(BASE, result.base().p50())
                .judgedBy(GOAL)
                .spreading(result.ratios());
    }

    /// How many answers a second those get who ask without a pause.
    Row rate(String what, Probe subject, Probe base) throws IOException, InterruptedException {
        List<Double> subjects = new ArrayList<>();
        List<Double> bases = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            bases.add(Requests.perSecond(CONNECTIONS, ROUND, base));
            subjects.add(Requests.perSecond(CONNECTIONS, ROUND, subject));
        }
        return Row.of(figure, what + ", " + CONNECTIONS + " connections", median(subjects), "req/s")
                .over(BASE, median(bases))
                .spreading(subjects);
    }

    private static double median(List<Double> values) {
        return Rate.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
