package dev.signalbox.dev.client;

import dev.signalbox.schemas.codec.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads `text/event-stream`, one event at a time. Ended from the other side, it is empty; broken off, it throws.
public final class ServerEvents implements AutoCloseable {
    private final BufferedReader lines;

    public ServerEvents(InputStream in) {
        this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /// Waits for the next event; empty when the server ended the stream.
    public Optional<ServerEvent> next() throws IOException {
        String type = "message";
        String cursor = "";
        var data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    return Optional.of(
                            new ServerEvent(type, cursor, Json.mapper().readTree(data.toString())));
                }
                type = "message";
                cursor = "";
            } else if (line.startsWith("event:")) {
                type = value(line);
            } else if (line.startsWith("id:")) {
                cursor = value(line);
            } else if (line.startsWith("data:")) {
                data.append(data.isEmpty() ? "" : "\n").append(value(line));
            }
        }
        return Optional.empty();
    }

    private static String value(String line) {
        return line.substring(line.indexOf(':') + 1).stripLeading();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
