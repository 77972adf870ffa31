package dev.signalbox.e2e.dialect.neolith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.schemas.codec.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A client of the daemon's WebSocket that keeps everything it hears.
final class DaemonClient implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final BlockingQueue<JsonNode> inbox = new LinkedBlockingQueue<>();
    private final List<JsonNode> heard = new ArrayList<>();
    private final CompletableFuture<Closed> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private @Nullable WebSocket socket;

    record Closed(int code, String reason) {}

    /// @param path any
    static DaemonClient open(URI base, String path, Map<String, String> headers) {
        DaemonClient client = new DaemonClient();
        var builder = HTTP.newWebSocketBuilder();
        headers.forEach(builder::header);
        try {
            client.socket = builder.buildAsync(URI.create(base.toString().replaceFirst("^http", "ws") + path), client)
                    .get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return client;
    }

    static DaemonClient open(URI base) {
        return open(base, "/", Map.of());
    }

    void send(String type, @Nullable Object payload) {
        ObjectNode message = Json.mapper().createObjectNode().put("type", type);
        if (payload != null) {
            message.set("payload", Json.mapper().valueToTree(payload));
        }
        raw(message.toString());
    }

    void raw(String message) {
        socket().sendText(message, true).join();
    }

    private WebSocket socket() {
        if (socket == null) {
            throw new IllegalStateException("not open");
        }
        return socket;
    }

    /// The next message, whatever it is.
    JsonNode next() {
        try {
            JsonNode next = inbox.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing came; heard was " + heard);
            }
            heard.add(next);
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// The next message but for what all sockets are told: how sessions are, whoever has them.
    JsonNode answer() {
        return await(message -> !message.path("type").asText().equals("session_status_update"));
    }

    /// What was taken so far of one session.
    List<JsonNode> heard(String sessionId) {
        return heard.stream()
                .filter(message -> message.toString().contains(sessionId))
                .toList();
    }

    /// The next message that fits; others are passed over, and kept in [#heard].
    JsonNode await(Predicate<JsonNode> fits) {
        while (true) {
            JsonNode next = next();
            if (fits.test(next)) {
                return next;
            }
        }
    }

    /// One that came already, or comes.
    JsonNode heardOrAwait(Predicate<JsonNode> fits) {
        return heard.stream().filter(fits).findFirst().orElseGet(() -> await(fits));
    }

    JsonNode await(String type) {
        return await(message -> message.path("type").asText().equals(type));
    }

    JsonNode awaitStatus(String sessionId, String status) {
        return await(message -> message.path("type").asText().equals("session_status_update")
                && message.at("/session/id").asText().equals(sessionId)
                && message.at("/session/status").asText().equals(status));
    }

    /// Everything that was taken so far.
    List<JsonNode> heard() {
        return List.copyOf(heard);
    }

    List<String> types() {
        return heard.stream().map(message -> message.path("type").asText()).toList();
    }

    Closed closed() {
        try {
            return closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("not closed", e);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            try {
                inbox.add(Json.mapper().readTree(text.toString().getBytes(StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            text.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(new Closed(statusCode, reason));
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.completeExceptionally(error);
    }

    @Override
    public void close() {
        socket().abort();
    }
}
