package dev.signalbox.api.stage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.schemas.codec.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A client of server-sent events.
public final class Sse implements AutoCloseable {
    private final InputStream in;
    private final BufferedReader reader;
    public final int status;

    /// @param id null: none was sent
    public record Event(String id, String name, JsonNode data) {}

    private Sse(int status, InputStream in) {
        this.status = status;
        this.in = in;
        this.reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    public static Sse open(HttpClient client, HttpRequest.Builder request) throws Exception {
        var response = client.send(
                request.header("Accept", "text/event-stream").GET().build(), HttpResponse.BodyHandlers.ofInputStream());
        return new Sse(response.statusCode(), response.body());
    }

    /// The next event; null at the end of the stream.
    public Event next() throws IOException {
        String id = null;
        String name = null;
        JsonNode data = null;
        while (true) {
            String line = reader.readLine();
            if (line == null) {
                return null;
            }
            if (line.isEmpty()) {
                if (name != null) {
                    return new Event(id, name, data);
                }
            } else if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data = Json.mapper().readTree(line.substring(6));
            }
        }
    }

    /// Events up to one that fits, which is the last.
    public List<Event> until(Predicate<Event> last) throws IOException {
        List<Event> events = new ArrayList<>();
        while (true) {
            Event event = next();
            if (event == null) {
                throw new AssertionError("the stream ended after " + events);
            }
            if (event.name().equals("heartbeat")) {
                continue;
            }
            events.add(event);
            if (last.test(event)) {
                return events;
            }
        }
    }

    public List<Event> untilNamed(String name) throws IOException {
        return until(event -> event.name().equals(name));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
