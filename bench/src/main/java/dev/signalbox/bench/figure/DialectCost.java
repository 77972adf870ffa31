package dev.signalbox.bench.figure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.bench.measure.Probe;
import dev.signalbox.bench.measure.Rate;
import dev.signalbox.bench.measure.Requests;
import dev.signalbox.bench.measure.Turns;
import dev.signalbox.bench.report.Goal;
import dev.signalbox.bench.report.Row;
import dev.signalbox.bench.system.Node;
import dev.signalbox.bench.system.Sessions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an answer of a dialect costs over the one of v1 that says the same, and how many of each a node gives in a
/// second. Both are asked over the same listener with the same token.
final class DialectCost implements Figure {
    static final DialectCost ELEMENTAL = new DialectCost(
            "elemental",
            List.of(
                    new Reading("health", "/api/health", "/v1/health/ready"),
                    new Reading("list", "/api/agents", "/v1/agents?limit=500"),
                    new Reading("status", "/api/agents/{agent}/status", "/v1/agents/{agent}")),
            new Making("make an agent", "/api/agents", "/v1/agents"));

    static final DialectCost ORCHESTRA = new DialectCost(
            "orchestra",
            List.of(
                    new Reading("health", "/api/health", "/v1/health/ready"),
                    new Reading("list", "/api/agents", "/v1/sessions?status=live&limit=500"),
                    new Reading("status", "/api/agents/{session}", "/v1/sessions/{session}")),
            null);

    private static final Goal GOAL = Goal.atMost(1.2);
    private static final String BASE = "v1";
    private static final int AGENTS = 20;
    private static final int CONNECTIONS = 16;
    private static final int ROUNDS = 3;
    private static final Duration ROUND = Duration.ofSeconds(1);

    private final String dialect;
    private final List<Reading> readings;
    private final @Nullable Making making;

    private DialectCost(String dialect, List<Reading> readings, @Nullable Making making) {
        this.dialect = dialect;
        this.readings = readings;
        this.making = making;
    }

    /// The same question to both, with `{agent}` and `{session}` in the paths.
    private record Reading(String what, String path, String v1) {}

    /// The same change of both, with the same body but for a new name each time.
    private record Making(String what, String path, String v1) {}

    @Override
    public String name() {
        return "dialect-" + dialect;
    }

    @Override
    public List<Row> measure(Bench bench) throws IOException, InterruptedException {
        Node node = bench.nodes().getFirst();
        Sessions sessions = bench.sessions();
        String agent = "";
        for (int i = 0; i < AGENTS; i++) {
            agent = make(node, "/v1/agents", i).path("id").asText();
        }
        String session = sessions.start(bench.dev().hostId(), List.of("sleep", "3600"));
        sessions.awaitRunning(session);
        List<Row> rows = new ArrayList<>();
        try {
            for (Reading reading : readings) {
                String path = "/" + dialect + filled(reading.path(), agent, session);
                String v1 = filled(reading.v1(), agent, session);
                rows.add(cost(bench, reading.what(), Probe.of(() -> node.get(path)), Probe.of(() -> node.get(v1))));
                rows.add(rate(node, reading.what(), path, v1));
            }
            if (making != null) {
                rows.add(made(bench, node, making));
            }
        } finally {
            sessions.stop(session);
        }
        return rows;
    }

    private Row made(Bench bench, Node node, Making change) throws IOException, InterruptedException {
        var made = new int[] {AGENTS};
        return cost(
                bench,
                change.what(),
                Probe.of(() -> make(node, "/" + dialect + change.path(), ++made[0])),
                Probe.of(() -> make(node, change.v1(), ++made[0])));
    }

    private Row cost(Bench bench, String what, Probe subject, Probe base) throws IOException, InterruptedException {
        Turns.Result result = bench.extent().keystrokes.of(subject, base);
        return Row.of(name(), what + ", p50", result.subject().p50(), "ms")
                .over(BASE, result.base().p50())
                .judgedBy(GOAL)
                .spreading(result.ratios());
    }

    private Row rate(Node node, String what, String path, String v1) throws IOException, InterruptedException {
        List<Double> subject = new ArrayList<>();
        List<Double> base = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            base.add(Requests.perSecond(CONNECTIONS, ROUND, Probe.of(() -> node.get(v1))));
            subject.add(Requests.perSecond(CONNECTIONS, ROUND, Probe.of(() -> node.get(path))));
        }
        return Row.of(name(), what + ", " + CONNECTIONS + " connections", median(subject), "req/s")
                .over(BASE, median(base))
                .spreading(subject);
    }

    private JsonNode make(Node node, String path, int number) throws IOException, InterruptedException {
        return node.post(
                path, Map.of("name", "%s-%d".formatted(dialect, number), "role", "worker", "provider", "command"));
    }

    private static String filled(String path, String agent, String session) {
        return path.replace("{agent}", agent).replace("{session}", session);
    }

    private static double median(List<Double> values) {
        return Rate.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
