package dev.signalbox.e2e.dialect.elemental;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.signalbox.e2e.system.RunningSystem;
import dev.signalbox.schemas.codec.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/// A client of Elemental's server, as such clients are: without a token, on one node.
final class ElementalClient {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Supplier<URI> base;

    ElementalClient(int node) {
        this(() -> RunningSystem.shared().dialect(node, "elemental"));
    }

    /// Of another system than the shared one.
    ElementalClient(Supplier<URI> base) {
        this.base = base;
    }

    /// An answer of whatever form.
    record Answer(int status, String contentType, String text) {
        JsonNode json() {
            try {
                return text.isEmpty()
                        ? MissingNode.getInstance()
                        : Json.mapper().readTree(text);
            } catch (IOException e) {
                throw new AssertionError("no JSON: " + text, e);
            }
        }

        JsonNode at(String pointer) {
            return json().at(pointer);
        }

        Answer expect(int expected) {
            assertThat(status).as("%s", text).isEqualTo(expected);
            return this;
        }

        /// The code of the error that this must be.
        String error() {
            return at("/error/code").asText();
        }
    }

    URI uri(String path) {
        return URI.create(base.get() + path);
    }

    Answer get(String path) {
        return send("GET", path, null, Map.of());
    }

    /// @param body JSON text, or what becomes it; null: none
    Answer post(String path, Object body) {
        return send("POST", path, body, Map.of());
    }

    Answer delete(String path) {
        return send("DELETE", path, null, Map.of());
    }

    Answer send(String method, String path, Object body, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(60));
        headers.forEach(request::header);
        byte[] bytes = body == null
                ? new byte[0]
                : body instanceof String text
                        ? text.getBytes(java.nio.charset.StandardCharsets.UTF_8)
                        : Json.encode(body);
        if (body != null && !headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(bytes));
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// A new worker that runs a program; its id.
    String worker(String... command) {
        return agent(Map.of("provider", "command", "command", List.of(command)));
    }

    /// A new worker; its id.
    String agent(Map<String, ?> more) {
        var body = new java.util.HashMap<String, Object>(more);
        body.putIfAbsent(
                "name", "worker-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36));
        body.putIfAbsent("role", "worker");
        return post("/api/agents", body).expect(201).at("/agent/id").asText();
    }

    /// A started session; its id.
    String start(String agent, Object body) {
        return post("/api/agents/" + agent + "/start", body)
                .expect(201)
                .at("/session/id")
                .asText();
    }

    void stop(String agent) {
        post("/api/agents/" + agent + "/stop", Map.of("graceful", false)).expect(200);
    }

    /// The agent's stream; a lastEventId of null begins anew.
    Events stream(String agent, String lastEventId) {
        var request = HttpRequest.newBuilder(uri("/api/agents/" + agent + "/stream"))
                .header("Accept", "text/event-stream")
                .GET();
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        try {
            HttpResponse<InputStream> response = HTTP.send(request.build(), BodyHandlers.ofInputStream());
            return new Events(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Socket socket() {
        return Socket.open(HTTP, URI.create(uri("/ws").toString().replaceFirst("http", "ws")));
    }
}
