package dev.signalbox.api.stage;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.api.ApiNode;
import dev.signalbox.api.ApiSettings;
import dev.signalbox.api.core.Capability;
import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.settings.Loaded;
import dev.signalbox.settings.SettingsLoader;
import dev.signalbox.settings.Sources;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An API node on real Kafka, a decider and hosts that a test plays, and a client; closed together.
public final class Stage implements AutoCloseable {
    public final SharedKafka.Running kafka;
    public final FakeDecider decider;
    public final String namespace = "ns" + Ids.TOKEN.mint().substring(2, 10);
    public final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path directory;
    private final List<AutoCloseable> closing = new ArrayList<>();
    public final ApiNode node;
    public final String token;

    public Stage(SharedKafka.Running kafka, Path directory, Map<String, String> settings) {
        this.kafka = kafka;
        this.directory = directory;
        this.decider = new FakeDecider(kafka.servers());
        closing.add(decider);
        this.node = node(settings);
        await().atMost(Duration.ofSeconds(20)).until(() -> node.problems().isEmpty());
        this.token = token(namespace, Principal.PERSON);
    }

    public Stage(SharedKafka.Running kafka, Path directory) {
        this(kafka, directory, Map.of());
    }

    /// One more node beside the first; they share the secret.
    public ApiNode node(Map<String, String> settings) {
        var started = new ApiNode(settings(kafka.servers(), directory, settings)).start();
        closing.addFirst(started);
        return started;
    }

    public static ApiSettings settings(String servers, Path directory, Map<String, String> more) {
        var flags = new HashMap<String, String>();
        for (String dialect : List.of("elemental", "orchestra", "neolith")) {
            flags.put(dialect + "-listen", "127.0.0.1:0");
        }
        flags.putAll(more);
        return load(servers, directory, flags);
    }

    public static ApiSettings load(String servers, Path directory, Map<String, String> more) {
        var flags = new HashMap<String, String>();
        flags.put("kafka-servers", servers);
        flags.put("api-listen", "127.0.0.1:0");
        flags.put("data-dir", directory.toString());
        flags.putAll(more);
        return switch (SettingsLoader.load(ApiSettings.class, Sources.NONE.withFlags(flags))) {
            case Loaded.Ok<ApiSettings> ok -> ok.settings();
            case Loaded.Refused<ApiSettings>(var problems) -> throw new IllegalArgumentException(problems.toString());
        };
    }

    public HostPart host() {
        var host = new HostPart(kafka, Ids.HOST.mint());
        closing.addFirst(host);
        return host;
    }

    /// Waits until the first node shows event `n` of the namespace.
    public void shows(long n) throws Exception {
        var answer = send(request("/v1/hosts")
                .header("If-At-Least", new Cursor.State(namespace, n).encode())
                .GET());
        if (answer.status() != 200) {
            throw new AssertionError(answer.text());
        }
    }

    /// The sum of a metric over its tags.
    public double metric(String name) throws Exception {
        return get("/v1/metrics")
                .text()
                .lines()
                .filter(line ->
                        line.startsWith(name + " ") || line.startsWith(name + "{") || line.startsWith(name + "_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    public String token(String ofNamespace, Set<Capability> capabilities) {
        return node.tokens()
                .mint("tester", ofNamespace, capabilities, Duration.ofHours(1))
                .token();
    }

    public URI uri(String path) {
        return uri(node, path);
    }

    public static URI uri(ApiNode at, String path) {
        return URI.create("http://127.0.0.1:" + at.port() + path);
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token);
    }

    public Answer get(String path) throws Exception {
        return send(request(path).GET());
    }

    public Answer post(String path, Object body) throws Exception {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        body instanceof String text
                                ? text.getBytes(java.nio.charset.StandardCharsets.UTF_8)
                                : Json.encode(body))));
    }

    public Answer send(HttpRequest.Builder request) throws Exception {
        var response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), response.headers().map(), response.body());
    }

    /// @param raw the body
    public record Answer(int status, Map<String, List<String>> headers, byte[] raw) {
        public JsonNode json() throws Exception {
            return Json.mapper().readTree(raw);
        }

        public String header(String name) {
            return headers
                    .getOrDefault(name.toLowerCase(java.util.Locale.ROOT), headers.getOrDefault(name, List.of()))
                    .stream()
                    .findFirst()
                    .orElse(null);
        }

        public String text() {
            return new String(raw, java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable one : closing) {
            one.close();
        }
        client.close();
    }
}
