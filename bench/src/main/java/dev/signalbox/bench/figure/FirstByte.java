package dev.signalbox.bench.figure;

import dev.signalbox.bench.measure.Probe;
import dev.signalbox.bench.measure.Turns;
import dev.signalbox.bench.report.Goal;
import dev.signalbox.bench.report.Row;
import dev.signalbox.bench.system.EventBytes;
import dev.signalbox.bench.system.Node;
import dev.signalbox.bench.system.SecondHost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// How soon a quiet session's output comes from the log when another session of its host has put out a gigabyte,
/// against a host where it was a megabyte.
final class FirstByte implements Figure {
    private static final Goal GOAL = Goal.atMost(2);
    private static final String BASE = "beside 1 MB";
    private static final long LITTLE = 1_000_000;

    @Override
    public String name() {
        return "first-byte";
    }

    @Override
    public List<Row> measure(Bench bench) throws IOException, InterruptedException {
        Node node = bench.nodes().getFirst();
        try (SecondHost second = SecondHost.start(
                bench.launcher(),
                bench.home("second"),
                bench.dev().baseDir(),
                bench.dev().api().getFirst(),
                node)) {
            Quiet little = Quiet.beside(bench, second.hostId(), LITTLE);
            Quiet much = Quiet.beside(bench, bench.dev().hostId(), bench.extent().besideBytes);
            List<Row> rows = new ArrayList<>();
            rows.add(row(bench, "resume by cursor, first byte", much, little, quiet -> first(node, quiet.byCursor())));
            rows.add(row(
                    bench,
                    "resume by cursor before the other's output, first byte",
                    much,
                    little,
                    quiet -> first(node, quiet.byCursorAcross())));
            rows.add(
                    row(bench, "start at a given time, first byte", much, little, quiet -> first(node, quiet.since())));
            rows.add(row(
                    bench, "from the beginning, first byte", much, little, quiet -> first(node, quiet.fromStart())));
            rows.add(row(bench, "from the beginning, all of its 1 MB", much, little, quiet -> all(node, quiet)));
            return rows;
        }
    }

    private Row row(Bench bench, String what, Quiet much, Quiet little, Function<Quiet, Probe> probe)
            throws IOException, InterruptedException {
        Turns.Result result = bench.extent().firstBytes.of(probe.apply(much), probe.apply(little));
        return Row.of(name(), what + ", p50", result.subject().p50(), "ms")
                .over(BASE, result.base().p50())
                .judgedBy(GOAL)
                .spreading(result.ratios());
    }

    private static Probe first(Node node, String path) {
        return () -> {
            long began = System.nanoTime();
            try (EventBytes events = node.events(path)) {
                events.await(1);
                return System.nanoTime() - began;
            }
        };
    }

    private static Probe all(Node node, Quiet quiet) {
        return () -> {
            long began = System.nanoTime();
            try (EventBytes events = node.events(quiet.fromStart())) {
                events.await(Quiet.BYTES);
                return System.nanoTime() - began;
            }
        };
    }
}
