package dev.signalbox.bench.figure;

import dev.signalbox.bench.measure.Turns;
import dev.signalbox.bench.raw.RoundTrip;
import dev.signalbox.bench.report.Goal;
import dev.signalbox.bench.report.Row;
import dev.signalbox.bench.system.Sessions;
import dev.signalbox.bench.system.Socket;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// One key typed over a WebSocket of the first node, until what the program wrote back comes over a WebSocket of the
/// second. The program echoes by itself: its terminal is raw.
final class Keystroke implements Figure {
    private static final String READY = "ready";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "keystroke";
    }

    @Override
    public List<Row> measure(Bench bench) throws IOException, InterruptedException {
        Sessions sessions = bench.sessions();
        String session = sessions.startInteractive(
                bench.dev().hostId(), List.of("bash", "-c", "stty raw -echo; printf " + READY + "; exec cat"));
        sessions.awaitRunning(session);
        try (Socket writer = bench.nodes().getFirst().socket();
                Socket watcher = bench.nodes().getLast().socket();
                RoundTrip trip = RoundTrip.open(bench.raw())) {
            watcher.subscribe(session, "start");
            watcher.await(READY.length(), PATIENCE);
            Turns.Result result = bench.extent()
                    .keystrokes
                    .of(
                            () -> {
                                long wanted = watcher.bytes() + 1;
                                long began = System.nanoTime();
                                writer.type(session, "x");
                                watcher.await(wanted, PATIENCE);
                                return watcher.lastNanos() - began;
                            },
                            trip);
            return List.of(
                    Row.of(
                                    name(),
                                    "keystroke → echo at another client, p50",
                                    result.subject().p50(),
                                    "ms")
                            .over("produce → consume", result.base().p50())
                            .judgedBy(Goal.atMost(6))
                            .spreading(result.ratios()),
                    Row.of(
                                    name(),
                                    "keystroke → echo at another client, p99",
                                    result.subject().p99(),
                                    "ms")
                            .over("produce → consume", result.base().p99()));
        } finally {
            sessions.stop(session);
        }
    }
}
