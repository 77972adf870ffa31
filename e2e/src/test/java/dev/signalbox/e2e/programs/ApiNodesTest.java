package dev.signalbox.e2e.programs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.dev.client.ApiClient;
import dev.signalbox.dev.client.Reply;
import dev.signalbox.dev.client.ServerEvent;
import dev.signalbox.dev.client.ServerEvents;
import dev.signalbox.e2e.system.Bytes;
import dev.signalbox.e2e.system.Eventually;
import dev.signalbox.e2e.system.RunningSystem;
import dev.signalbox.e2e.system.TestSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// Any node serves any client, and none is missed.
final class ApiNodesTest {
    private final RunningSystem system = RunningSystem.shared();

    @Test
    void a_stream_that_broke_off_with_its_node_goes_on_at_the_other_by_its_cursor() throws Exception {
        try (var session =
                        TestSession.command("bash", "-c", "for i in $(seq 1 300); do echo line $i; sleep 0.01; done");
                var first = system.client(0, system.token());
                var second = system.client(1, system.token())) {
            var bytes = new ByteArrayOutputStream();
            String cursor;
            shown(session, first);
            shown(session, second);
            try (ServerEvents events = first.open(session.path("/output"), "")) {
                cursor = read(events, bytes, 300);
                system.stopApiNode(0);
            }
            try {
                try (ServerEvents events = second.open(session.path("/output"), cursor)) {
                    read(events, bytes, Integer.MAX_VALUE);
                }
                assertThat(Bytes.of(bytes.toByteArray())).isEqualTo(Bytes.of(system.spool(session.id(), "out")));
                assertThat(bytes.toString(java.nio.charset.StandardCharsets.UTF_8))
                        .startsWith("line 1\n")
                        .endsWith("line 300\n");
            } finally {
                system.startApiNode(0);
            }
        }
    }

    @Test
    void both_nodes_show_the_same() throws Exception {
        try (var session = TestSession.command("bash", "-c", "seq 1 20000");
                var first = system.client(0, system.token());
                var second = system.client(1, system.token())) {
            session.awaitStatus("ENDED");
            Eventually.holds(() -> {
                assertThat(first.get(session.path(""))).isEqualTo(session.now());
                assertThat(second.get(session.path(""))).isEqualTo(session.now());
            });
            Bytes spool = Bytes.of(system.spool(session.id(), "out"));
            assertThat(Bytes.of(first.bytes(session.path("/output")))).isEqualTo(spool);
            assertThat(Bytes.of(second.bytes(session.path("/output")))).isEqualTo(spool);
        }
    }

    @Test
    void of_two_starts_for_one_agent_at_two_nodes_one_is_refused_and_told_of_the_other() throws Exception {
        String agent = system.client()
                .post("/v1/agents", Map.of("name", "twice-" + UUID.randomUUID()))
                .path("id")
                .asText();
        Eventually.holds(() -> {
            for (int node = 0; node < 2; node++) {
                try (var client = system.client(node, system.token())) {
                    client.get("/v1/agents/" + agent);
                }
            }
        });
        List<Reply> replies = atOnce(Map.of("provider", "command", "command", List.of("sleep", "600"), "agent", agent));

        assertThat(replies).extracting(Reply::status).containsExactlyInAnyOrder(201, 409);
        Reply started = replies.stream().filter(Reply::ok).findFirst().orElseThrow();
        Reply refused =
                replies.stream().filter(reply -> !reply.ok()).findFirst().orElseThrow();
        try (var session = TestSession.at(started.body().path("id").asText())) {
            assertThat(refused.body().path("code").asText()).isEqualTo("SESSION_EXISTS");
            assertThat(refused.body().toString()).contains(session.id());
            Eventually.holds(() -> assertThat(system.client()
                            .get("/v1/agents/" + agent)
                            .path("activeSession")
                            .asText())
                    .isEqualTo(session.id()));
        }
    }

    private static void shown(TestSession session, ApiClient client) {
        Eventually.holds(() -> assertThat(client.get(session.path(""))).isNotEmpty());
    }

    private List<Reply> atOnce(Map<String, Object> request) throws Exception {
        var together = new CyclicBarrier(2);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var pending = new ArrayList<Future<Reply>>();
            for (int node = 0; node < 2; node++) {
                ApiClient client = system.client(node, system.token());
                pending.add(threads.submit((Callable<Reply>) () -> {
                    try (client) {
                        together.await();
                        return client.send("POST", "/v1/sessions", request, Map.of());
                    }
                }));
            }
            return List.of(pending.get(0).get(), pending.get(1).get());
        }
    }

    /// Reads output until there are so many bytes, or until the stream has ended.
    ///
    /// @return the last cursor
    private static String read(ServerEvents events, ByteArrayOutputStream bytes, int enough) throws IOException {
        String cursor = "";
        Optional<ServerEvent> next = events.next();
        while (next.isPresent()) {
            ServerEvent event = next.get();
            cursor = event.cursor().isEmpty() ? cursor : event.cursor();
            JsonNode data = event.data();
            switch (event.type()) {
                case "output" -> {
                    assertThat(data.path("byte").asLong()).isEqualTo(bytes.size());
                    bytes.writeBytes(
                            Base64.getDecoder().decode(data.path("data").asText()));
                }
                case "end" -> {
                    assertThat(data.path("complete").asBoolean()).isTrue();
                    return cursor;
                }
                case "gap" -> throw new AssertionError("a gap: " + data);
                default -> {}
            }
            if (bytes.size() >= enough) {
                return cursor;
            }
            next = events.next();
        }
        return cursor;
    }
}
