package dev.signalbox.e2e.dialect.elemental;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.schemas.codec.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Server-sent events as a browser's EventSource reads them. Whoever waits too long for one is told what there was
/// until then.
final class Events implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("patience").factory());

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
        return inTime(new ArrayList<>(), this::read);
    }

    private <T> T inTime(List<Event> seen, Supplier<T> reading) {
        ScheduledFuture<?> cut = CLOCK.schedule(this::close, PATIENCE.toSeconds(), TimeUnit.SECONDS);
        try {
            T read = reading.get();
            assertThat(cut.isDone()).as("waited too long; there were %s", seen).isFalse();
            return read;
        } catch (UncheckedIOException e) {
            if (cut.isDone()) {
                throw new AssertionError("waited too long; there were " + seen, e);
            }
            throw e;
        } finally {
            cut.cancel(false);
        }
    }

    private Optional<Event> read() {
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
        return inTime(events, () -> until(last, events));
    }

    private List<Event> until(Predicate<Event> last, List<Event> events) {
        while (true) {
            Event event = read().orElseThrow(() -> new AssertionError("the stream ended after " + events));
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
