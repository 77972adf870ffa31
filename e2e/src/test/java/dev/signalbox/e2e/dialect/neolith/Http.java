package dev.signalbox.e2e.dialect.neolith;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.schemas.codec.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Asks `/api/daemon` of one node.
record Http(URI base) {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    record Answer(int status, String text) {
        JsonNode json() {
            try {
                return Json.mapper().readTree(text);
            } catch (IOException e) {
                throw new AssertionError(text, e);
            }
        }

        String at(String pointer) {
            return json().at(pointer).asText();
        }
    }

    /// @param token null: none
    Answer ask(String method, String path, @Nullable String token, @Nullable Object body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(Json.encode(body)));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            var answer = CLIENT.send(request.build(), BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// An orchestrator with a key, and its first token.
    record Key(String orchestratorId, String apiKey, String apiSecret) {
        static Key made(Http http, String orchestratorId) {
            Answer made = http.ask(
                    "POST",
                    "/api/daemon/orchestrators",
                    null,
                    Map.of("orchestratorId", orchestratorId, "organizationId", "org_1"));
            return new Key(orchestratorId, made.at("/data/apiKey"), made.at("/data/apiSecret"));
        }

        Answer authenticate(Http http) {
            return http.ask("POST", "/api/daemon/auth", null, Map.of("apiKey", apiKey, "apiSecret", apiSecret));
        }

        Answer register(Http http, String instance) {
            return http.ask("POST", "/api/daemon", null, registration(instance));
        }

        Map<String, Object> registration(String instance) {
            return Map.of(
                    "orchestratorId",
                    orchestratorId,
                    "organizationId",
                    "org_1",
                    "apiKey",
                    apiKey,
                    "daemonInfo",
                    Map.of(
                            "instanceId",
                            instance,
                            "version",
                            "1.0.0",
                            "host",
                            "localhost",
                            "port",
                            8787,
                            "protocol",
                            "ws",
                            "startedAt",
                            "2024-01-01T00:00:00Z"));
        }
    }
}
