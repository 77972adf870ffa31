package dev.signalbox.e2e.dialect.neolith;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.e2e.dialect.Speech;
import dev.signalbox.e2e.dialect.Started;
import dev.signalbox.e2e.dialect.neolith.Http.Key;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// A session of an orchestrator of its own, whose program speaks; and what it says is said by its orchestrator's events
/// too: a daemon is registered under each line, and unregistered again. To be closed.
final class Announcer implements Started {
    private final Http http;
    private final Key key;
    private final Instant since = Instant.now().minusSeconds(1).truncatedTo(ChronoUnit.MILLIS);
    private final DaemonClient client;
    private final String id;
    private final Speech speech;
    private final CompletableFuture<Void> said;
    private volatile boolean over;

    /// @param base of a node that stays
    Announcer(URI base, String token, Speech speech) {
        this.http = new Http(base);
        this.speech = speech;
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
                        Map.of("description", "go", "metadata", Map.of("command", speech.program()))));
        this.id = client.await("session_spawned").at("/session/id").asText();
        this.said = CompletableFuture.runAsync(this::say, Thread::startVirtualThread);
    }

    private void say() {
        awaitMark(speech.begun());
        say(1, speech.first());
        awaitMark(speech.resumed());
        say(speech.first() + 1, speech.lines());
    }

    private void awaitMark(CompletableFuture<Void> mark) {
        while (!mark.isDone()) {
            announce(Speech.WAITING);
        }
    }

    private void say(int first, int last) {
        for (int line = first; line <= last && !over; line++) {
            announce(speech.line(line));
        }
    }

    private void announce(String instance) {
        var registered = key.register(http, instance);
        assertThat(registered.status()).as(registered.text()).isEqualTo(201);
        var unregistered = http.ask(
                "POST",
                "/api/daemon/unregister",
                null,
                Map.of("orchestratorId", key.orchestratorId(), "apiKey", key.apiKey()));
        assertThat(unregistered.status()).as(unregistered.text()).isEqualTo(200);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Speech speech() {
        return speech;
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
        speech.close();
        try {
            said.join();
            client.send("stop_session", Map.of("sessionId", id));
            var _ = client.awaitStatus(id, "terminated");
        } finally {
            client.close();
        }
    }
}
