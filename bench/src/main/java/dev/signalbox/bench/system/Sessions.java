package dev.signalbox.bench.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Starts sessions of plain programs and waits for them, over one node.
public record Sessions(Node node) {
    private static final String WAIT = "?wait=PT30S";
    private static final long PAUSE_MILLIS = 20;
    private static final int LOOKS = 1_500;

    /// @return the session's id
    public String start(String hostId, List<String> command) throws IOException, InterruptedException {
        return start(hostId, command, false);
    }

    /// In a terminal.
    public String startInteractive(String hostId, List<String> command) throws IOException, InterruptedException {
        return start(hostId, command, true);
    }

    private String start(String hostId, List<String> command, boolean interactive)
            throws IOException, InterruptedException {
        return node.post(
                        "/v1/sessions",
                        Map.of("provider", "command", "command", command, "host", hostId, "interactive", interactive))
                .path("id")
                .asText();
    }

    /// Returns when its process runs.
    public void awaitRunning(String id) throws IOException, InterruptedException {
        for (int look = 0; look < LOOKS; look++) {
            JsonNode session = node.get("/v1/sessions/" + id);
            switch (session.path("status").asText()) {
                case "RUNNING" -> {
                    return;
                }
                case "REQUESTED", "PLACED", "STARTING" -> Thread.sleep(PAUSE_MILLIS);
                default -> throw new IOException("a session does not run: " + session);
            }
        }
        throw new IOException("a session does not start: " + id);
    }

    /// Returns when it has ended with exit code 0.
    public void awaitEnd(String id) throws IOException, InterruptedException {
        JsonNode session = node.get("/v1/sessions/" + id + WAIT);
        if (session.path("end").path("exitCode").asInt(-1) != 0) {
            throw new IOException("a session did not end well: " + session);
        }
    }

    public void stop(String id) throws IOException, InterruptedException {
        node.post("/v1/sessions/" + id + "/stop", Map.of("graceful", false));
    }
}
