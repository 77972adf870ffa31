package dev.signalbox.e2e.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// One streamed answer in server-sent events, each flushed at once. Both services name the event like the payload's
/// `type`.
final class EventStream implements AutoCloseable {
    private final OutputStream out;

    EventStream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("content-type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        this.out = exchange.getResponseBody();
    }

    void send(JsonNode payload) throws IOException {
        var event = "event: " + payload.path("type").asText() + "\ndata: " + payload + "\n\n";
        out.write(event.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
