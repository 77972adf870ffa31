package dev.signalbox.host.identity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.schemas.codec.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Asks an API node to make this machine a host.
public final class Joining {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private Joining() {}

    /// What came of asking one API node.
    public sealed interface Answer {
        record Joined(HostIdentity.Membership membership) implements Answer {}

        /// Asking again will not help. @param message what the API node said
        record Refused(String message) implements Answer {}

        /// Nobody answered, or not yet.
        record Later(String why) implements Answer {}
    }

    /// Asks the API nodes in their order until one has a final answer.
    public static Answer ask(
            List<URI> apiNodes, String joinToken, HostIdentity identity, String name, Map<String, String> labels)
            throws InterruptedException {
        Answer last = new Answer.Later("no API node is named");
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            for (URI node : apiNodes) {
                last = ask(client, node, joinToken, identity, name, labels);
                if (!(last instanceof Answer.Later)) {
                    return last;
                }
            }
        }
        return last;
    }

    private static Answer ask(
            HttpClient client, URI node, String token, HostIdentity identity, String name, Map<String, String> labels)
            throws InterruptedException {
        byte[] body = Json.encode(
                Map.of("hostId", identity.hostId(), "name", name, "publicKey", identity.publicKey(), "labels", labels));
        HttpRequest request = HttpRequest.newBuilder(node.resolve("/v1/hosts/join"))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "join-" + identity.hostId())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return read(node, response.statusCode(), response.body());
        } catch (IOException e) {
            return new Answer.Later(node + " does not answer");
        }
    }

    private static Answer read(URI node, int status, byte[] body) {
        JsonNode json;
        try {
            json = Json.mapper().readTree(body);
        } catch (IOException e) {
            return new Answer.Later(node + " answered with " + status + " and no JSON");
        }
        if (status == 201) {
            return new Answer.Joined(new HostIdentity.Membership(
                    json.path("namespace").asText(),
                    json.path("bootstrapServers").asText(),
                    json.path("partitions").asInt()));
        }
        String said = json.path("detail").asText(json.path("title").asText("status " + status));
        return status >= 400 && status < 500 && status != 408 && status != 429
                ? new Answer.Refused(said)
                : new Answer.Later(node + ": " + said);
    }
}
