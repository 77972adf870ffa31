package dev.signalbox.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.dev.client.ApiClient;
import dev.signalbox.dev.stack.DevStack;
import dev.signalbox.dev.stack.StackOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevStackTest {
    /// With room for a slow machine; Kafka would hold a member's place for 6 s, and a transaction open for longer.
    private static final Duration AT_ONCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void a_second_start_on_the_same_data_shows_the_same_host_and_sessions() throws IOException, InterruptedException {
        String hostId;
        String sessionId;
        try (DevStack stack = DevStack.start(StackOptions.in(directory));
                var client = new ApiClient(stack.api(), stack.token())) {
            hostId = stack.hostId();
            sessionId = client.post("/v1/sessions", Map.of("provider", "command", "command", List.of("echo", "hello")))
                    .path("id")
                    .asText();
            ended(client, sessionId);
        }
        long stopped = System.nanoTime();
        try (DevStack stack = DevStack.start(StackOptions.in(directory));
                var client = new ApiClient(stack.api(), stack.token())) {
            assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isLessThan(AT_ONCE);
            assertThat(stack.hostId()).isEqualTo(hostId);
            JsonNode session = client.get("/v1/sessions/" + sessionId);
            assertThat(session.path("status").asText()).isEqualTo("ENDED");
            assertThat(client.get("/v1/sessions").path("items").findValuesAsText("id"))
                    .contains(sessionId);
        }
    }

    @Test
    void sessions_outlive_the_stack_and_are_found_again() throws IOException, InterruptedException {
        String sessionId;
        try (DevStack stack = DevStack.start(StackOptions.in(directory));
                var client = new ApiClient(stack.api(), stack.token())) {
            sessionId = client.post("/v1/sessions", Map.of("provider", "command", "command", List.of("sleep", "1000")))
                    .path("id")
                    .asText();
            running(client, sessionId);
        }
        try (DevStack stack = DevStack.start(StackOptions.in(directory));
                var client = new ApiClient(stack.api(), stack.token())) {
            running(client, sessionId);
            client.post("/v1/sessions/" + sessionId + "/stop", Map.of("graceful", false));
            ended(client, sessionId);
        }
    }

    @Test
    void two_stacks_do_not_share_a_directory() throws IOException, InterruptedException {
        try (DevStack _ = DevStack.start(StackOptions.in(directory))) {
            assertThatThrownBy(() -> DevStack.start(StackOptions.in(directory)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use by another");
        }
    }

    private static void running(ApiClient client, String sessionId) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(client.get("/v1/sessions/" + sessionId)
                                .path("status")
                                .asText())
                        .isEqualTo("RUNNING"));
    }

    private static void ended(ApiClient client, String sessionId) {
        JsonNode session = client.get("/v1/sessions/" + sessionId + "?wait=PT30S");
        assertThat(session.path("status").asText()).isEqualTo("ENDED");
    }
}
