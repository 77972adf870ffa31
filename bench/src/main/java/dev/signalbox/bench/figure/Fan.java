package dev.signalbox.bench.figure;

import dev.signalbox.bench.measure.Rate;
import dev.signalbox.bench.raw.Flow;
import dev.signalbox.bench.report.Goal;
import dev.signalbox.bench.report.Row;
import dev.signalbox.bench.system.Sessions;
import dev.signalbox.bench.system.Socket;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Fifty sessions that flood at the same moment, each with a watcher; the watchers are spread over both nodes.
final class Fan implements Figure {
    private static final int SESSIONS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "fan";
    }

    @Override
    public List<Row> measure(Bench bench) throws IOException, InterruptedException {
        long bytes = bench.extent().fanBytes;
        Path file = bench.file(bytes);
        var flow = new Flow(bench.raw(), Baselines.LARGE);
        List<Rate> raw = new ArrayList<>();
        List<Rate> rates = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        flow.run(SESSIONS * bytes);
        for (int round = 0; round < bench.extent().floods; round++) {
            raw.add(flow.run(SESSIONS * bytes));
            rates.add(once(bench, file, bytes));
            ratios.add(rates.getLast().megabytes() / raw.getLast().megabytes());
        }
        return List.of(Row.of(name(), "50 sessions, 50 watchers on 2 nodes, total", Rate.median(rates), "MB/s")
                .over("raw 64 KiB", Rate.median(raw))
                .judgedBy(Goal.atLeast(0.35))
                .spreading(ratios));
    }

    private static Rate once(Bench bench, Path file, long bytes) throws IOException, InterruptedException {
        Sessions sessions = bench.sessions();
        Gate gate = bench.gate();
        List<String> ids = new ArrayList<>();
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < SESSIONS; i++) {
                ids.add(sessions.start(bench.dev().hostId(), gate.command(List.of(), file)));
            }
            for (int i = 0; i < SESSIONS; i++) {
                sessions.awaitRunning(ids.get(i));
                Socket socket = bench.nodes().get(i % bench.nodes().size()).socket();
                sockets.add(socket);
                socket.subscribe(ids.get(i), "start");
            }
            long began = System.nanoTime();
            gate.open();
            long last = began;
            for (Socket socket : sockets) {
                socket.await(bytes, PATIENCE);
                last = Math.max(last, socket.lastNanos());
            }
            return new Rate(SESSIONS * bytes, last - began);
        } finally {
            sockets.forEach(Socket::close);
            for (String id : ids) {
                sessions.stop(id);
            }
        }
    }
}
