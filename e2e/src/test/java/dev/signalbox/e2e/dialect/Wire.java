package dev.signalbox.e2e.dialect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.signalbox.schemas.codec.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A client that sends what it is told, and nothing of its own.
public final class Wire implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /// @param path with its query
    public record Ask(String method, String path, Map<String, String> headers, byte[] body) {
        public static Ask get(String path) {
            return new Ask("GET", path, Map.of(), new byte[0]);
        }

        public static Ask send(String method, String path, Object body) {
            byte[] bytes = body instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : Json.encode(body);
            return new Ask(method, path, Map.of("Content-Type", "application/json"), bytes);
        }

        /// The same of another path.
        public Ask at(String other) {
            return new Ask(method, other, headers, body);
        }

        public Ask with(String name, String value) {
            var more = new java.util.LinkedHashMap<>(headers);
            more.put(name, value);
            return new Ask(method, path, more, body);
        }

        public Ask as(String token) {
            return with("Authorization", "Bearer " + token);
        }

        public Ask saying(byte[] other) {
            return new Ask(method, path, headers, other);
        }
    }

    public record Answer(int status, Map<String, List<String>> headers, byte[] raw) {
        public String text() {
            return new String(raw, StandardCharsets.UTF_8);
        }

        /// Missing where the body is none.
        public JsonNode json() {
            try {
                return raw.length == 0
                        ? MissingNode.getInstance()
                        : Json.mapper().readTree(text());
            } catch (JsonProcessingException e) {
                throw new AssertionError("no JSON: " + text(), e);
            }
        }

        public Optional<String> header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> String.join(", ", header.getValue()))
                    .findFirst();
        }

        @Override
        public String toString() {
            return status + " " + text();
        }
    }

    public Answer send(URI base, Ask ask) {
        var request = HttpRequest.newBuilder(at(base, ask.path()))
                .timeout(PATIENCE)
                .method(
                        ask.method(),
                        ask.body().length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(ask.body()));
        ask.headers().forEach(request::header);
        try {
            var response = http.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers().map(), response.body());
        } catch (IOException e) {
            throw new AssertionError(ask.method() + " " + ask.path() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    HttpClient http() {
        return http;
    }

    /// @param base whose own path, without a slash at its end, stands before the path
    static URI at(URI base, String path) {
        return URI.create(base.toString().replaceFirst("/$", "") + path);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
