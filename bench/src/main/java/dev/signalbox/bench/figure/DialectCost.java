package dev.signalbox.bench.figure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.bench.measure.Probe;
import dev.signalbox.bench.report.Row;
import dev.signalbox.bench.system.Node;
import dev.signalbox.bench.system.Sessions;
import java.io.IOException;
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

    private static final int AGENTS = 20;

    private final String dialect;
    private final List<Reading> readings;
    private final @Nullable Making making;
    private final OverV1 over;

    private DialectCost(String dialect, List<Reading> readings, @Nullable Making making) {
        this.dialect = dialect;
        this.readings = readings;
        this.making = making;
        this.over = new OverV1(name());
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
                var subject = Probe.of(() -> node.get(path));
                var base = Probe.of(() -> node.get(v1));
                rows.add(over.cost(bench, reading.what(), subject, base));
                rows.add(over.rate(reading.what(), subject, base));
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
        return over.cost(
                bench,
                change.what(),
                Probe.of(() -> make(node, "/" + dialect + change.path(), ++made[0])),
                Probe.of(() -> make(node, change.v1(), ++made[0])));
    }

    private JsonNode make(Node node, String path, int number) throws IOException, InterruptedException {
        return node.post(
                path, Map.of("name", "%s-%d".formatted(dialect, number), "role", "worker", "provider", "command"));
    }

    private static String filled(String path, String agent, String session) {
        return path.replace("{agent}", agent).replace("{session}", session);
    }
}
