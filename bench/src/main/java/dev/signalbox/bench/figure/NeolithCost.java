package dev.signalbox.bench.figure;

import dev.signalbox.bench.measure.Probe;
import dev.signalbox.bench.report.Row;
import dev.signalbox.bench.system.Node;
import dev.signalbox.bench.system.Questions;
import dev.signalbox.bench.system.Sessions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// What an answer of Neolith's daemon costs over the one of v1 that says the same. It asks over sockets that stay open.
final class NeolithCost implements Figure {
    private final OverV1 over = new OverV1(name());

    @Override
    public String name() {
        return "dialect-neolith";
    }

    @Override
    public List<Row> measure(Bench bench) throws IOException, InterruptedException {
        Node node = bench.nodes().getFirst();
        Sessions sessions = bench.sessions();
        String session = sessions.start(bench.dev().hostId(), List.of("sleep", "3600"));
        sessions.awaitRunning(session);
        BlockingQueue<Questions> sockets = new ArrayBlockingQueue<>(OverV1.CONNECTIONS);
        try {
            for (int i = 0; i < OverV1.CONNECTIONS; i++) {
                sockets.add(node.questions("/neolith/"));
            }
            List<Row> rows = new ArrayList<>();
            rows.addAll(both(
                    bench,
                    "health",
                    Probe.of(() -> node.get("/neolith/health")),
                    Probe.of(() -> node.get("/v1/health/ready"))));
            rows.addAll(both(
                    bench,
                    "list",
                    asking(sockets, "{\"type\":\"list_sessions\"}", "sessions_list"),
                    Probe.of(() -> node.get("/v1/sessions?status=live&limit=500"))));
            rows.addAll(both(
                    bench,
                    "status",
                    asking(
                            sockets,
                            "{\"type\":\"session_status\",\"payload\":{\"sessionId\":\"" + session + "\"}}",
                            "session_status_update"),
                    Probe.of(() -> node.get("/v1/sessions/" + session))));
            return rows;
        } finally {
            sockets.forEach(Questions::close);
            sessions.stop(session);
        }
    }

    private List<Row> both(Bench bench, String what, Probe subject, Probe base)
            throws IOException, InterruptedException {
        return List.of(over.cost(bench, what, subject, base), over.rate(what, subject, base));
    }

    private static Probe asking(BlockingQueue<Questions> sockets, String question, String answer) {
        return Probe.of(() -> {
            Questions socket = sockets.take();
            try {
                return socket.ask(question, answer);
            } finally {
                sockets.add(socket);
            }
        });
    }
}
