package dev.signalbox.dev.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.signalbox.schemas.codec.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Asks the first of its nodes that serves, and stays with it until it fails. Safe for use by many threads.
///
/// Each request may be sent to a second node when the first broke off: a POST carries an idempotency key, so it is
/// decided once.
public final class ApiClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(75);
    private static final int PENDING = 202;
    private static final int UNAVAILABLE = 503;
    private static final int PENDING_ATTEMPTS = 6;

    private static final String EVENTS = "text/event-stream";
    private static final String BYTES = "application/octet-stream";
    private static final Set<String> STREAMS = Set.of(EVENTS, BYTES);

    private final List<URI> nodes;
    private final @Nullable String token;
    private final HttpClient http;
    private volatile int current;

    /// @param token null: requests carry none
    public ApiClient(List<URI> nodes, @Nullable String token) {
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("nodes: at least one is needed");
        }
        this.nodes = List.copyOf(nodes);
        this.token = token;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    /// The node that is asked at present.
    public URI node() {
        return nodes.get(current);
    }

    /// @throws RefusedException for any answer but 2xx
    public JsonNode get(String path) {
        return accepted("GET", path, send("GET", path, null, Map.of()));
    }

    /// Waits for the outcome of what is decided late.
    ///
    /// @throws RefusedException for any answer but 2xx, and when it is still pending after half a minute
    public JsonNode post(String path, Object body) {
        var key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        Reply reply = send("POST", path, body, key);
        for (int attempt = 1; reply.status() == PENDING && attempt < PENDING_ATTEMPTS; attempt++) {
            reply = send("POST", path, body, key);
        }
        if (reply.status() == PENDING) {
            throw new RefusedException("POST " + path + " is still pending", reply);
        }
        return accepted("POST", path, reply);
    }

    /// One request, whatever the answer.
    ///
    /// @param body what is written as JSON; null: none
    public Reply send(String method, String path, @Nullable Object body, Map<String, String> headers) {
        HttpResponse<byte[]> response = exchange(method, path, body, headers, BodyHandlers.ofByteArray());
        return new Reply(response.statusCode(), response.headers(), json(response.body()));
    }

    /// Opens a stream of events; its reading may break off, and then goes on with [#open] and the last cursor.
    ///
    /// @param cursor empty: as the path says
    /// @throws RefusedException for any answer but 200
    public ServerEvents open(String path, String cursor) {
        Map<String, String> headers =
                cursor.isEmpty() ? Map.of("Accept", EVENTS) : Map.of("Accept", EVENTS, "Last-Event-ID", cursor);
        return new ServerEvents(stream(path, headers));
    }

    /// The raw bytes of an answer.
    ///
    /// @throws RefusedException for any answer but 200
    public InputStream bytes(String path) {
        return stream(path, Map.of("Accept", BYTES));
    }

    private InputStream stream(String path, Map<String, String> headers) {
        HttpResponse<InputStream> response = exchange("GET", path, null, headers, BodyHandlers.ofInputStream());
        if (response.statusCode() == 200) {
            return response.body();
        }
        try (InputStream problem = response.body()) {
            throw new RefusedException(
                    "GET " + path, new Reply(response.statusCode(), response.headers(), json(problem.readAllBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> HttpResponse<T> exchange(
            String method, String path, @Nullable Object body, Map<String, String> headers, BodyHandler<T> handler) {
        int first = current;
        for (int tried = 0; ; tried++) {
            int index = (first + tried) % nodes.size();
            try {
                HttpResponse<T> response = http.send(request(nodes.get(index), method, path, body, headers), handler);
                if (response.statusCode() != UNAVAILABLE || tried + 1 >= nodes.size()) {
                    current = index;
                    return response;
                }
            } catch (IOException e) {
                if (tried + 1 >= nodes.size()) {
                    throw new UncheckedIOException("%s %s: no node answers".formatted(method, path), e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    private HttpRequest request(
            URI node, String method, String path, @Nullable Object body, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(node.resolve(path));
        if (!STREAMS.contains(headers.getOrDefault("Accept", ""))) {
            request.timeout(PATIENCE);
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.method(method, BodyPublishers.ofByteArray(Json.encode(body)));
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::setHeader);
        return request.build();
    }

    private static JsonNode json(byte[] body) {
        if (body.length == 0) {
            return MissingNode.getInstance();
        }
        try {
            return Json.mapper().readTree(body);
        } catch (IOException _) {
            return Json.mapper().getNodeFactory().textNode(new String(body, StandardCharsets.UTF_8));
        }
    }

    private static JsonNode accepted(String method, String path, Reply reply) {
        if (!reply.ok()) {
            throw new RefusedException(method + " " + path, reply);
        }
        return reply.body();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
