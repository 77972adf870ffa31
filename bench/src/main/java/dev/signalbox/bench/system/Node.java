package dev.signalbox.bench.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.schemas.codec.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// One API node, as a client of its own speaks to it.
public final class Node implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final URI base;
    private final String token;
    private final HttpClient http;

    public Node(URI base, String token) {
        this.base = base;
        this.token = token;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    /// @throws IOException for any answer but 2xx
    public JsonNode get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().timeout(PATIENCE).build());
    }

    /// @throws IOException for any answer but 200 and 201: one that is still pending is none
    public JsonNode post(String path, Object body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofByteArray(Json.encode(body)))
                .build());
    }

    /// @throws IOException for any answer but 200
    public JsonNode delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE().timeout(PATIENCE).build());
    }

    /// Opens an event stream.
    public EventBytes events(String path) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = http.send(
                request(path).header("Accept", "text/event-stream").GET().build(), BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            try (InputStream problem = response.body()) {
                throw new IOException("GET %s: %d %s"
                        .formatted(path, response.statusCode(), new String(problem.readAllBytes(), UTF_8)));
            }
        }
        return new EventBytes(response.body());
    }

    /// Opens a WebSocket.
    public Socket socket() throws IOException, InterruptedException {
        return Socket.open(http, base, token);
    }

    /// Opens a WebSocket that answers questions.
    public Questions questions(String path) throws IOException {
        return Questions.open(http, base, path, token);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).header("Authorization", "Bearer " + token);
    }

    private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() != 200 && response.statusCode() != 201) {
            throw new IOException("%s %s: %d %s"
                    .formatted(
                            request.method(),
                            request.uri().getPath(),
                            response.statusCode(),
                            new String(response.body(), UTF_8)));
        }
        return Json.mapper().readTree(response.body());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
