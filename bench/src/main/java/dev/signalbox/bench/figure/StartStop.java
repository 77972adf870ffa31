package dev.signalbox.bench.figure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.bench.measure.Probe;
import dev.signalbox.bench.report.Row;
import dev.signalbox.bench.system.Node;
import dev.signalbox.bench.system.Questions;
import dev.signalbox.schemas.codec.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A session, from asking for it until it is told to run, and on until it is told to be over. A dialect and v1 start
/// the same program in the same way.
final class StartStop implements Figure {
    private static final List<String> PROGRAM = List.of("sleep", "3600");
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final OverV1 over = new OverV1(name());

    @Override
    public String name() {
        return "dialect-starts";
    }

    /// Behind the other figures of dialects: what it leaves behind stands in the lists of some.
    @Override
    public List<Row> measure(Bench bench) throws IOException, InterruptedException {
        Node node = bench.nodes().getFirst();
        try (Questions socket = node.questions("/neolith/")) {
            return List.of(elemental(bench, node), orchestra(bench, node), neolith(bench, node, socket));
        }
    }

    /// Killed at once on both sides.
    private Row elemental(Bench bench, Node node) throws IOException, InterruptedException {
        String agents = "/elemental/api/agents";
        String agent = node.post(
                        agents,
                        Map.of(
                                "name", "elemental-starts",
                                "role", "worker",
                                "provider", "command",
                                "command", PROGRAM))
                .at("/agent/id")
                .asText();
        String at = agents + "/" + agent;
        return row(
                bench,
                "elemental",
                Probe.of(() -> {
                    var _ = node.post(at + "/start", Map.of());
                    return node.post(at + "/stop", Map.of("graceful", false));
                }),
                Probe.of(() -> v1(node, Map.of("provider", "command", "command", PROGRAM), false)));
    }

    /// In a terminal on both sides, by the stand-in of [Bench#dev].
    private Row orchestra(Bench bench, Node node) throws IOException, InterruptedException {
        return row(
                bench,
                "orchestra",
                Probe.of(() -> {
                    JsonNode spawned = node.post("/orchestra/api/agents/spawn", Map.of("agent_type", Bench.STAND_IN));
                    return node.delete("/orchestra/api/agents/"
                            + spawned.path("session_id").asText());
                }),
                Probe.of(() -> v1(node, Map.of("provider", Bench.STAND_IN, "interactive", true), true)));
    }

    /// With a prompt on both sides.
    private Row neolith(Bench bench, Node node, Questions socket) throws IOException, InterruptedException {
        String spawn =
                "{\"type\":\"spawn_session\",\"payload\":{\"orchestratorId\":\"bench\",\"sessionType\":\"custom\","
                        + "\"task\":{\"description\":\"go\",\"metadata\":{\"command\":[\"sleep\",\"3600\"]}}}}";
        return row(
                bench,
                "neolith",
                Probe.of(() -> {
                    String spawned = socket.ask(spawn, "session_spawned");
                    JsonNode session = Json.mapper().readTree(spawned).path("session");
                    String id = session.path("id").asText();
                    if (!session.path("status").asText().equals("running")) {
                        var _ = socket.await(id, "\"status\":\"running\"");
                    }
                    socket.say("{\"type\":\"stop_session\",\"payload\":{\"sessionId\":\"" + id + "\"}}");
                    return socket.await(id, "\"status\":\"terminated\"");
                }),
                Probe.of(() -> v1(node, Map.of("provider", "command", "command", PROGRAM, "prompt", "go"), true)));
    }

    private Row row(Bench bench, String dialect, Probe subject, Probe base) throws IOException, InterruptedException {
        return over.cost(bench.extent().starts, dialect + ", start and stop a session", subject, base);
    }

    private static JsonNode v1(Node node, Map<String, ?> spec, boolean graceful)
            throws IOException, InterruptedException {
        String session =
                "/v1/sessions/" + node.post("/v1/sessions", spec).path("id").asText();
        long until = System.nanoTime() + PATIENCE_NANOS;
        for (String status = ""; !status.equals("RUNNING"); ) {
            LockSupport.parkNanos(PAUSE_NANOS);
            status = node.get(session).path("status").asText();
            if (System.nanoTime() > until) {
                throw new IOException("a session does not start: it is " + status);
            }
        }
        var _ = node.post(session + "/stop", Map.of("graceful", graceful));
        JsonNode over = node.get(session + "?wait=PT30S");
        if (!over.path("status").asText().equals("ENDED")) {
            throw new IOException("a session does not stop: " + over);
        }
        return over;
    }
}
