package dev.signalbox.e2e.dialect.elemental;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.schemas.codec.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Server-sent events as a browser's EventSource reads them.
final class Events implements AutoCloseable {
    private final int status;
    private final String contentType;
    private final InputStream in;
    private final BufferedReader reader;

    /// @param id null: none was sent
    record Event(String id, String name, JsonNode data) {
        String content() {
            return data.path("content").asText();
        }
    }

    Events(int status, String contentType, InputStream in) {
        this.status = status;
        this.contentType = contentType;
        this.in = in;
        this.reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    int status() {
        return status;
    }

    String contentType() {
        return contentType;
    }

    /// Empty at the end of the stream.
    Optional<Event> next() {
        String id = null;
        String name = null;
        StringBuilder data = new StringBuilder();
        try {
            while (true) {
                String line = reader.readLine();
                if (line == null) {
                    return Optional.empty();
                }
                if (line.isEmpty() && name != null) {
                    return Optional.of(new Event(id, name, Json.mapper().readTree(data.toString())));
                }
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data.append(line.substring(6));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Events but heartbeats up to the first that fits, which is the last.
    List<Event> until(Predicate<Event> last) {
        List<Event> events = new ArrayList<>();
        while (true) {
            Event event = next().orElseThrow(() -> new AssertionError("the stream ended after " + events));
            if (!event.name().equals("heartbeat")) {
                events.add(event);
                if (last.test(event)) {
                    return events;
                }
            }
        }
    }

    List<Event> untilNamed(String name) {
        return until(event -> event.name().equals(name));
    }

    List<Event> untilContent(String content) {
        return until(event -> event.content().contains(content));
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
