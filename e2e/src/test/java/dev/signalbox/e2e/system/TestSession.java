package dev.signalbox.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.dev.client.ApiClient;
import dev.signalbox.dev.client.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// A session of the running system, seen and told over v1. Closing it stops it.
public final class TestSession implements AutoCloseable {
    private final ApiClient client;
    private final String id;
    private @Nullable Watched watched;

    private TestSession(ApiClient client, String id) {
        this.client = client;
        this.id = id;
    }

    public static TestSession start(Map<String, ?> request) {
        ApiClient client = RunningSystem.shared().client();
        return at(client.post("/v1/sessions", request).path("id").asText());
    }

    /// Runs a program.
    public static TestSession command(String... argv) {
        return start(Map.of("provider", "command", "command", List.of(argv)));
    }

    /// One that exists.
    public static TestSession at(String id) {
        return new TestSession(RunningSystem.shared().client(), id);
    }

    /// A new session that goes on where this one ended.
    public TestSession resume(Map<String, ?> request) {
        return at(client.post(path("/resume"), request).path("id").asText());
    }

    public String id() {
        return id;
    }

    public String path(String rest) {
        return "/v1/sessions/" + id + rest;
    }

    public JsonNode now() {
        return client.get(path(""));
    }

    /// Its output from the beginning, read in the background since the first call.
    public synchronized Watched watched() {
        if (watched == null) {
            watched = Watched.of(client, id);
        }
        return watched;
    }

    /// Waits until the session is as asserted, and tells how it then is.
    public JsonNode await(Consumer<JsonNode> assertion) {
        JsonNode[] last = new JsonNode[1];
        Eventually.holds(() -> {
            last[0] = now();
            assertion.accept(last[0]);
        });
        return last[0];
    }

    public JsonNode awaitStatus(String status) {
        return await(
                now -> assertThat(now.path("status").asText()).as("%s", now).isEqualTo(status));
    }

    public JsonNode awaitActivity(String activity) {
        return await(
                now -> assertThat(now.path("activity").asText()).as("%s", now).isEqualTo(activity));
    }

    /// How it ended, once the record says so.
    public JsonNode awaitEnd() {
        return await(now -> assertThat(now.path("end").isObject()).as("%s", now).isTrue());
    }

    /// Queues a prompt, and tells its id.
    public String send(String text) {
        return client.post(path("/inputs"), Map.of("text", text)).path("id").asText();
    }

    public JsonNode input(String inputId) {
        return client.get(path("/inputs/" + inputId));
    }

    public void awaitInput(String inputId, String status) {
        Eventually.holds(
                () -> assertThat(input(inputId).path("status").asText()).isEqualTo(status));
    }

    /// The ids and texts of its inputs, in their order.
    public List<JsonNode> inputs() {
        return StreamSupport.stream(client.get(path("/inputs")).path("items").spliterator(), false)
                .toList();
    }

    /// Types.
    public void keys(String text) {
        Reply reply = client.send("POST", path("/keystrokes"), Map.of("text", text), Map.of());
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(202);
    }

    public void stop(Map<String, ?> how) {
        client.post(path("/stop"), how);
    }

    /// The raw bytes of one of its streams, read back from the log.
    ///
    /// @param stream `out` or `err`
    public InputStream output(String stream) {
        return client.bytes(path("/output?stream=" + stream));
    }

    /// All of what it wrote, as text.
    public String text() {
        try (InputStream in = output("out")) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (!now().path("end").isObject()) {
            stop(new HashMap<>(Map.of("graceful", false, "reason", "the test is over")));
            awaitEnd();
        }
        if (watched != null) {
            watched.close();
        }
    }
}
