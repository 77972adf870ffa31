package dev.signalbox.bench.figure;

import dev.signalbox.bench.measure.Rate;
import dev.signalbox.bench.raw.Flow;
import dev.signalbox.bench.report.Goal;
import dev.signalbox.bench.report.Row;
import dev.signalbox.bench.system.EventBytes;
import dev.signalbox.bench.system.Node;
import dev.signalbox.bench.system.Socket;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One session that puts out as fast as it can, and one client that follows it, beside a raw flow in the same round.
///
/// @param name as `--only` names it
record Flood(String name, String what, Way way) implements Figure {
    private static final Goal GOAL = Goal.atLeast(0.35);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static final Flood EVENTS = new Flood("flood-sse", "one session, spool → events (SSE)", Flood::overEvents);
    static final Flood SOCKET = new Flood("flood-ws", "one session, spool → WebSocket", Flood::overSocket);

    /// How the client follows.
    interface Way {
        Rate of(Bench bench, Path file, long bytes) throws IOException, InterruptedException;
    }

    @Override
    public List<Row> measure(Bench bench) throws IOException, InterruptedException {
        long bytes = bench.extent().floodBytes;
        Path file = bench.file(bytes);
        var flow = new Flow(bench.raw(), Baselines.LARGE);
        var raw = new ArrayList<Rate>();
        var rates = new ArrayList<Rate>();
        var ratios = new ArrayList<Double>();
        flow.run(bytes);
        way.of(bench, file, bytes / 2);
        for (int round = 0; round < bench.extent().floods; round++) {
            raw.add(flow.run(bytes));
            rates.add(way.of(bench, file, bytes));
            ratios.add(rates.getLast().megabytes() / raw.getLast().megabytes());
        }
        return List.of(Row.of(name, what, Rate.median(rates), "MB/s")
                .over("raw 64 KiB", Rate.median(raw))
                .judgedBy(GOAL)
                .spreading(ratios));
    }

    private static Rate overEvents(Bench bench, Path file, long bytes) throws IOException, InterruptedException {
        Node node = bench.nodes().getFirst();
        String session = flooding(bench, file, bytes);
        try (EventBytes events = node.events("/v1/sessions/%s/output?items=false".formatted(session))) {
            long first = 0;
            while (first == 0) {
                first = events.next()
                        .orElseThrow(() -> new IOException("the stream ended before its first byte"))
                        .bytes();
            }
            long began = System.nanoTime();
            events.await(bytes - first);
            return new Rate(bytes - first, System.nanoTime() - began);
        }
    }

    private static Rate overSocket(Bench bench, Path file, long bytes) throws IOException, InterruptedException {
        String session = flooding(bench, file, bytes);
        try (Socket socket = bench.nodes().getFirst().socket()) {
            socket.subscribe(session, "start");
            socket.await(bytes, PATIENCE);
            return new Rate(bytes, socket.lastNanos() - socket.firstNanos());
        }
    }

    private static String flooding(Bench bench, Path file, long bytes) throws IOException, InterruptedException {
        return bench.sessions()
                .start(bench.dev().hostId(), List.of("head", "-c", Long.toString(bytes), file.toString()));
    }
}
