package dev.signalbox.api.stage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.schemas.codec.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A client of the WebSocket.
public final class WsClient implements WebSocket.Listener, AutoCloseable {
    public final BlockingQueue<Object> received = new LinkedBlockingQueue<>();
    public final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
    private WebSocket socket;

    /// @param data the payload
    public record Frame(int version, int kind, int stream, int index, long seq, long at, byte[] data) {}

    public static WsClient open(HttpClient client, URI uri, Map<String, String> headers, String... protocols)
            throws Exception {
        var listener = new WsClient();
        var builder = client.newWebSocketBuilder();
        headers.forEach(builder::header);
        if (protocols.length > 0) {
            builder.subprotocols(protocols[0], java.util.Arrays.copyOfRange(protocols, 1, protocols.length));
        }
        listener.socket = builder.buildAsync(URI.create(uri.toString().replaceFirst("http", "ws")), listener)
                .get(10, TimeUnit.SECONDS);
        return listener;
    }

    public String protocol() {
        return socket.getSubprotocol();
    }

    public void send(Map<String, ?> message) {
        socket.sendText(new String(Json.encode(message), java.nio.charset.StandardCharsets.UTF_8), true)
                .join();
    }

    public void raw(String message, boolean last) {
        socket.sendText(message, last).join();
    }

    public void binary(byte[] message) {
        socket.sendBinary(ByteBuffer.wrap(message), true).join();
    }

    /// The next text message.
    public JsonNode text() throws InterruptedException {
        while (true) {
            if (next() instanceof JsonNode json) {
                return json;
            }
        }
    }

    /// The next text message of an operation; others are passed over.
    public JsonNode text(String op) throws InterruptedException {
        while (true) {
            JsonNode json = text();
            if (json.path("op").asText().equals(op)) {
                return json;
            }
        }
    }

    public Object next() throws InterruptedException {
        Object next = received.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing came");
        }
        return next;
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            try {
                received.add(Json.mapper().readTree(text.toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            text.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        binary.writeBytes(bytes);
        if (last) {
            ByteBuffer frame = ByteBuffer.wrap(binary.toByteArray());
            binary.reset();
            int version = frame.get();
            int kind = frame.get();
            int stream = frame.get();
            frame.get();
            int index = frame.getInt();
            long seq = frame.getLong();
            long at = frame.getLong();
            byte[] payload = new byte[frame.remaining()];
            frame.get(payload);
            received.add(new Frame(version, kind, stream, index, seq, at, payload));
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.completeExceptionally(error);
    }

    public void sendClose() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    /// Breaks the connection without a word.
    public void abort() {
        socket.abort();
    }

    @Override
    public void close() {
        socket.abort();
    }
}
