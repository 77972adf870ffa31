package dev.signalbox.cli.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Reads `text/event-stream`. A server is heard of at least every 15 s; one that is silent for three times as long is
/// taken for dead, so that nobody waits on a connection that leads nowhere.
public final class EventStream implements AutoCloseable {
    private static final Duration SILENCE = Duration.ofSeconds(45);

    private final InputStream in;
    private final byte[] buffer = new byte[64 * 1024];
    private final Thread watchdog;
    private int position;
    private int limit;
    private volatile long lastReadNanos = System.nanoTime();

    public EventStream(InputStream in) {
        this(in, SILENCE);
    }

    EventStream(InputStream in, Duration silence) {
        this.in = in;
        watchdog = Thread.ofPlatform().daemon().name("stream-watchdog").start(() -> watch(silence));
    }

    /// The next event; null when the server ended the stream.
    public @Nullable ServerEvent next() throws IOException {
        String type = "message";
        String id = null;
        StringBuilder data = new StringBuilder();
        while (true) {
            String line = line();
            if (line == null) {
                return null;
            }
            if (line.isEmpty()) {
                if (data.isEmpty() && id == null) {
                    type = "message";
                    continue;
                }
                return new ServerEvent(type, data.toString(), id);
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + (line.startsWith(" ", colon + 1) ? 2 : 1));
            switch (field) {
                case "event" -> type = value;
                case "id" -> id = value;
                case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
                default -> {}
            }
        }
    }

    /// Whether nothing more has come yet, so that it is time to flush.
    public boolean drained() throws IOException {
        return position == limit && in.available() == 0;
    }

    private @Nullable String line() throws IOException {
        ByteArrayOutputStream rest = null;
        while (true) {
            if (position == limit) {
                limit = in.read(buffer);
                position = 0;
                lastReadNanos = System.nanoTime();
                if (limit < 0) {
                    limit = 0;
                    return null;
                }
            }
            int start = position;
            while (position < limit && buffer[position] != '\n') {
                position++;
            }
            if (position < limit) {
                int end = position++;
                String line;
                if (rest == null) {
                    line = new String(buffer, start, end - start, StandardCharsets.UTF_8);
                } else {
                    rest.write(buffer, start, end - start);
                    line = rest.toString(StandardCharsets.UTF_8);
                }
                return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            }
            rest = rest == null ? new ByteArrayOutputStream() : rest;
            rest.write(buffer, start, position - start);
        }
    }

    private void watch(Duration silence) {
        try {
            while (System.nanoTime() - lastReadNanos < silence.toNanos()) {
                Thread.sleep(silence.dividedBy(10));
            }
            in.close();
        } catch (InterruptedException | IOException _) {
            // Closed: there is nothing left to watch.
        }
    }

    @Override
    public void close() {
        watchdog.interrupt();
        try {
            in.close();
        } catch (IOException _) {
            // It is being given up anyway.
        }
    }
}
