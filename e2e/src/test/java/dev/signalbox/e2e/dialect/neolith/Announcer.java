package dev.signalbox.e2e.dialect.neolith;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.e2e.dialect.DialectConformance.Started;
import dev.signalbox.e2e.dialect.neolith.Http.Key;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// A session of an orchestrator of its own, whose daemon is registered and unregistered again and again: its events
/// name instances `line 1`, `line 2` … To be closed.
final class Announcer implements Started {
    private final Http http;
    private final Key key;
    private final Instant since = Instant.now().minusSeconds(1).truncatedTo(ChronoUnit.MILLIS);
    private final DaemonClient client;
    private final String id;
    private final CompletableFuture<Void> said;
    private volatile boolean over;

    /// @param base of a node that stays
    Announcer(URI base, String token, int lines) {
        this.http = new Http(base);
        this.key = Key.made(http, "vp_" + UUID.randomUUID().toString().substring(0, 8));
        this.client = DaemonClient.open(base, "/", Map.of("Authorization", "Bearer " + token));
        client.send(
                "spawn_session",
                Map.of(
                        "orchestratorId",
                        key.orchestratorId(),
                        "sessionType",
                        "custom",
                        "task",
                        Map.of("description", "go", "metadata", Map.of("command", List.of("sleep", "600")))));
        this.id = client.await("session_spawned").at("/session/id").asText();
        this.said = CompletableFuture.runAsync(() -> say(lines), Thread::startVirtualThread);
    }

    private void say(int lines) {
        for (int line = 1; line <= lines && !over; line++) {
            var registered = key.register(http, "line " + line);
            assertThat(registered.status()).as(registered.text()).isEqualTo(201);
            var unregistered = http.ask(
                    "POST",
                    "/api/daemon/unregister",
                    null,
                    Map.of("orchestratorId", key.orchestratorId(), "apiKey", key.apiKey()));
            assertThat(unregistered.status()).as(unregistered.text()).isEqualTo(200);
        }
    }

    @Override
    public String id() {
        return id;
    }

    String orchestratorId() {
        return key.orchestratorId();
    }

    Instant since() {
        return since;
    }

    @Override
    public void close() {
        over = true;
        try {
            said.join();
            client.send("stop_session", Map.of("sessionId", id));
            var _ = client.awaitStatus(id, "terminated");
        } finally {
            client.close();
        }
    }
}
