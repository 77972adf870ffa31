package dev.signalbox.e2e.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.schemas.codec.Json;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A client of the WebSocket that acknowledges whatever it gets, on one session.
public final class TestSocket implements WebSocket.Listener, AutoCloseable {
    private static final int HEADER = 24;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String session;
    private final WebSocket socket;
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream frame = new ByteArrayOutputStream();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final List<JsonNode> said = new CopyOnWriteArrayList<>();
    private long received;

    private TestSocket(URI node, String session) {
        this.session = session;
        this.socket = http.newWebSocketBuilder()
                .header("Authorization", "Bearer " + RunningSystem.shared().token())
                .buildAsync(URI.create("ws://" + node.getAuthority() + "/v1/ws"), this)
                .join();
    }

    /// Connects to a node and subscribes to the session's output from its beginning, without items.
    public static TestSocket on(int node, String session) {
        var socket = new TestSocket(RunningSystem.shared().nodes().get(node), session);
        socket.say(Map.of("op", "subscribe", "id", "sub", "items", false));
        return socket;
    }

    public void keys(String typed) {
        say(Map.of("op", "keystrokes", "text", typed));
    }

    public void resize(int columns, int rows) {
        say(Map.of("op", "resize", "id", "size", "columns", columns, "rows", rows));
    }

    private void say(Map<String, ?> members) {
        var message = Json.mapper().createObjectNode().put("session", session);
        message.setAll(
                (com.fasterxml.jackson.databind.node.ObjectNode) Json.mapper().valueToTree(members));
        socket.sendText(message.toString(), true).join();
    }

    /// What the node said, but for output.
    public List<JsonNode> said() {
        return List.copyOf(said);
    }

    /// The bytes that came.
    public synchronized byte[] output() {
        return output.toByteArray();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            try {
                said.add(Json.mapper().readTree(text.toString()));
            } catch (JsonProcessingException e) {
                throw new AssertionError(e);
            }
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public synchronized @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        while (data.hasRemaining()) {
            frame.write(data.get());
        }
        if (last) {
            byte[] bytes = frame.toByteArray();
            frame.reset();
            output.write(bytes, HEADER, bytes.length - HEADER);
            received += bytes.length - HEADER;
            int index = ByteBuffer.wrap(bytes).getInt(4);
            from.sendText("{\"op\":\"ack\",\"index\":%d,\"bytes\":%d}".formatted(index, received), true);
        }
        from.request(1);
        return null;
    }

    /// All that came, as text.
    public String text() {
        return new String(output(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }
}
