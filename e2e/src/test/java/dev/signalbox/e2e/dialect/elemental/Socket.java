package dev.signalbox.e2e.dialect.elemental;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.schemas.codec.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A client of Elemental's WebSocket.
final class Socket implements WebSocket.Listener, AutoCloseable {
    private static final long PATIENCE = 60;

    private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();
    private WebSocket socket;

    static Socket open(HttpClient client, URI uri) {
        var listener = new Socket();
        listener.socket = client.newWebSocketBuilder().buildAsync(uri, listener).join();
        return listener;
    }

    void send(Map<String, ?> message) {
        raw(new String(Json.encode(message), StandardCharsets.UTF_8));
    }

    void raw(String message) {
        socket.sendText(message, true).join();
    }

    /// Subscribes and tells the answer.
    JsonNode subscribe(String agent) {
        send(Map.of("type", "subscribe", "agentId", agent));
        return next("subscribed");
    }

    JsonNode next() {
        try {
            JsonNode next = received.poll(PATIENCE, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing came");
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The next message of a type; others are passed over.
    JsonNode next(String type) {
        return until(message -> message.path("type").asText().equals(type)).getLast();
    }

    /// Messages up to the first that fits, which is the last.
    List<JsonNode> until(Predicate<JsonNode> last) {
        List<JsonNode> messages = new ArrayList<>();
        do {
            messages.add(next());
        } while (!last.test(messages.getLast()));
        return messages;
    }

    List<JsonNode> untilContent(String content) {
        return until(message -> message.at("/event/content").asText().contains(content));
    }

    /// Whether nothing came so far.
    boolean quiet() {
        return received.isEmpty();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            try {
                received.add(Json.mapper().readTree(part.toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            part.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    boolean closed() {
        return socket.isInputClosed();
    }

    @Override
    public void close() {
        socket.abort();
    }
}
