package dev.signalbox.e2e.dialect.neolith;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.e2e.dialect.StreamConformance;
import dev.signalbox.e2e.system.Eventually;
import dev.signalbox.e2e.system.Metric;
import dev.signalbox.e2e.system.RunningSystem;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Neolith keeps to what every dialect's clients may rely on who watch, and to what its own are told.
final class NeolithStreamsTest extends StreamConformance {
    private static final String CUT = "signalbox_api_streams_cut_total";

    private final RunningSystem system = RunningSystem.shared();

    NeolithStreamsTest() {
        super(new NeolithSpoken());
    }

    private DaemonClient client(int node) {
        return DaemonClient.open(
                system.dialect(node, "neolith"), "/", Map.of("Authorization", "Bearer " + system.token()));
    }

    private static String spawn(DaemonClient client, String script) {
        client.send(
                "spawn_session",
                Map.of(
                        "orchestratorId",
                        "vp_conformance",
                        "sessionType",
                        "custom",
                        "task",
                        Map.of("description", "first", "metadata", Map.of("command", List.of("bash", "-c", script)))));
        return client.await("session_spawned").at("/session/id").asText();
    }

    private static void awaitChunk(DaemonClient client, String session, String text) {
        var _ = client.await(message -> message.path("type").asText().equals("stream_chunk")
                && message.at("/data/sessionId").asText().equals(session)
                && message.at("/data/chunk").asText().contains(text));
    }

    @Test
    void a_client_of_the_socket_whose_node_goes_away_finds_its_session_at_the_other_and_goes_on() throws Exception {
        String id;
        try (DaemonClient one = client(0)) {
            id = spawn(one, "while read -r task; do echo heard $task; done");
            awaitChunk(one, id, "heard first");
            system.stopApiNode(0);
            assertThat(one.closed().code()).isEqualTo(1000);
        }
        try (DaemonClient two = client(1)) {
            two.send("list_sessions", null);
            assertThat(two.await("sessions_list").path("sessions"))
                    .anyMatch(session -> session.path("id").asText().equals(id)
                            && session.path("status").asText().equals("running"));
            two.send("execute_task", Map.of("sessionId", id, "task", "second"));
            String task = two.await("task_executing").path("taskId").asText();
            awaitChunk(two, id, "heard second");
            assertThat(two.await("task_completed").path("taskId").asText()).isEqualTo(task);
            two.send("stop_session", Map.of("sessionId", id));
            var _ = two.awaitStatus(id, "terminated");
        } finally {
            system.startApiNode(0);
        }
    }

    /// Trap 13: it is dropped ten seconds after the first answer for which there was no room, and hears why if it reads
    /// before its connection is cut.
    @Test
    void a_client_that_does_not_read_is_dropped_with_1013_and_the_others_go_on() {
        URI node = system.nodes().getFirst();
        try (DaemonClient other = client(0)) {
            String id = spawn(other, "sleep 600");
            other.send("stop_session", Map.of("sessionId", id));
            var _ = other.awaitStatus(id, "terminated");
            double cut = Metric.of(node, CUT);
            var late = new Late();
            WebSocket socket = Late.open(system.dialect(0, "neolith"), system.token(), late);
            try {
                String task = "{\"type\":\"execute_task\",\"payload\":{\"sessionId\":\"%s\",\"task\":\"%s\"}}"
                        .formatted(id, "x".repeat(250 * 1024));
                for (int i = 0; i < 100; i++) {
                    socket.sendText(task, true).join();
                }
                Eventually.holds(() -> assertThat(Metric.of(node, CUT)).isEqualTo(cut + 1));
                other.send("ping", null);
                assertThat(other.await("pong").size()).isEqualTo(1);
                socket.request(Long.MAX_VALUE);

                assertThat(late.closed.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo(1013);
                assertThat(Metric.of(node, CUT)).isEqualTo(cut + 1);
            } finally {
                socket.abort();
            }
        }
    }

    /// A client that reads nothing until it is asked to.
    private static final class Late implements WebSocket.Listener {
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();

        static WebSocket open(URI base, String token, Late listener) {
            return HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .header("Authorization", "Bearer " + token)
                    .buildAsync(URI.create(base.toString().replaceFirst("^http", "ws") + "/"), listener)
                    .join();
        }

        @Override
        public void onOpen(WebSocket socket) {
            // Nothing is asked for.
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.completeExceptionally(error);
        }
    }
}
