package dev.signalbox.dev.stack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.dev.client.ApiClient;
import dev.signalbox.dev.client.Reply;
import dev.signalbox.host.HostAgent;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Waits for a stack as its clients see it: every API node is ready, and shows the host as one that takes work.
record Readiness(List<URI> nodes, String token, String hostId) {
    private static final long PAUSE_MILLIS = 20;

    void await(Duration patience, Supplier<HostAgent.Readiness> host) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        for (URI node : nodes) {
            try (var client = new ApiClient(List.of(node), token)) {
                Optional<String> missing = missing(client, host.get());
                while (missing.isPresent()) {
                    if (System.nanoTime() > deadline) {
                        throw new IllegalStateException(
                                "not ready after %d s: %s".formatted(patience.toSeconds(), missing.get()));
                    }
                    Thread.sleep(PAUSE_MILLIS);
                    missing = missing(client, host.get());
                }
            }
        }
    }

    /// What is not yet as it must be; empty when all is.
    private Optional<String> missing(ApiClient node, HostAgent.Readiness host) {
        return switch (host) {
            case HostAgent.Readiness.Over over -> throw new IllegalStateException("the host agent: " + over.why());
            case HostAgent.Readiness.Waiting(var why) -> Optional.of("the host agent " + why);
            case HostAgent.Readiness.Ready(var instance) -> missing(node, instance);
        };
    }

    /// What was shown of an earlier run of the host agent may be over: what this one found must have been decided.
    private Optional<String> missing(ApiClient node, String instance) {
        try {
            Reply ready = node.send("GET", "/v1/health/ready", null, Map.of());
            if (!ready.ok()) {
                return Optional.of(
                        "API node %s: %s".formatted(node.node(), ready.body().path("reasons")));
            }
            Reply shown = node.send("GET", "/v1/hosts/" + hostId, null, Map.of());
            if (!shown.body().path("instance").asText().equals(instance)) {
                return Optional.of("API node %s does not show yet what the host agent found".formatted(node.node()));
            }
            JsonNode status = shown.body().path("status");
            return status.asText().equals("ONLINE") || status.asText().equals("DRAINING")
                    ? Optional.empty()
                    : Optional.of("API node %s shows the host as %s".formatted(node.node(), status.asText("unknown")));
        } catch (UncheckedIOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
