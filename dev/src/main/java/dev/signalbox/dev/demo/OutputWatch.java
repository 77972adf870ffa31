package dev.signalbox.dev.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.dev.client.ApiClient;
import dev.signalbox.dev.client.ServerEvent;
import dev.signalbox.dev.client.ServerEvents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Follows one session's output to its end, over as many nodes as that takes, by cursor. What comes twice, or not at
/// all, is noted as a fault, since every byte says where it stands.
final class OutputWatch implements Runnable {
    private static final int ATTEMPTS = 50;
    private static final long PAUSE_MILLIS = 100;

    enum Stream {
        OUT,
        ERR;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Another node went on.
    ///
    /// @param cursor the last one that the first node gave
    /// @param atByte bytes of standard output received until then
    record Switch(URI from, URI to, String cursor, long atByte) {}

    private final ApiClient client;
    private final String sessionId;
    private final LineSink lines;
    private final boolean items;
    private final CountDownLatch untilInTheMiddle;
    private final Map<Stream, Content.Sum> received = new EnumMap<>(Stream.class);
    private final Map<Stream, ByteArrayOutputStream> unfinished = new EnumMap<>(Stream.class);
    private final List<String> faults = new ArrayList<>();
    private final List<Switch> switches = new ArrayList<>();
    private String cursor = "";
    private @Nullable JsonNode end;

    /// Where the lines go.
    interface LineSink {
        void line(String line);
    }

    /// @param items whether to show what a provider's lines mean instead of the lines
    /// @param middle after how many lines it counts as being in the middle
    OutputWatch(ApiClient client, String sessionId, LineSink lines, boolean items, int middle) {
        this.client = client;
        this.sessionId = sessionId;
        this.lines = lines;
        this.items = items;
        this.untilInTheMiddle = new CountDownLatch(middle);
        for (Stream stream : Stream.values()) {
            received.put(stream, new Content.Sum());
            unfinished.put(stream, new ByteArrayOutputStream());
        }
    }

    /// Whether it got there in time; false too when the stream ended before.
    boolean awaitMiddle(long seconds) throws InterruptedException {
        return untilInTheMiddle.await(seconds, TimeUnit.SECONDS) && end().isEmpty();
    }

    @Override
    public void run() {
        URI last = client.node();
        try {
            for (int attempt = 0; end().isEmpty() && attempt < ATTEMPTS; attempt++) {
                try (ServerEvents events = client.open("/v1/sessions/" + sessionId + "/output", cursor)) {
                    URI now = client.node();
                    if (!now.equals(last)) {
                        switched(new Switch(last, now, cursor, sum(Stream.OUT).length()));
                        last = now;
                    }
                    read(events);
                } catch (IOException | UncheckedIOException _) {
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
            if (end().isEmpty()) {
                fault("the stream did not end");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            fault(String.valueOf(e.getMessage()));
        } finally {
            release();
        }
    }

    private void read(ServerEvents events) throws IOException {
        Optional<ServerEvent> next = events.next();
        while (next.isPresent() && end().isEmpty()) {
            ServerEvent event = next.get();
            switch (event.type()) {
                case "output" -> output(event.data());
                case "item" -> item(event.data().path("item"));
                case "gap" -> fault("a gap: " + event.data());
                case "end" -> ended(event.data());
                default -> {}
            }
            if (!event.cursor().isEmpty()) {
                cursor = event.cursor();
            }
            next = end().isPresent() ? Optional.empty() : events.next();
        }
    }

    private void output(JsonNode data) {
        Stream stream = data.path("stream").asText().equals(Stream.ERR.wire()) ? Stream.ERR : Stream.OUT;
        byte[] bytes = Base64.getDecoder().decode(data.path("data").asText());
        Content.Sum sum = sum(stream);
        long at = data.path("byte").asLong(-1);
        if (at != sum.length()) {
            fault("%s: byte %d came where byte %d should".formatted(stream.wire(), at, sum.length()));
        }
        sum.add(bytes, bytes.length);
        if (!items) {
            show(stream, bytes);
        }
    }

    private void show(Stream stream, byte[] bytes) {
        ByteArrayOutputStream line = Objects.requireNonNull(unfinished.get(stream));
        for (byte b : bytes) {
            if (b == '\n') {
                shown(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else {
                line.write(b);
            }
        }
    }

    private void item(JsonNode item) {
        if (!items) {
            return;
        }
        switch (item.path("type").asText()) {
            case "text" -> item.path("text").asText().lines().forEach(this::shown);
            case "tool_call_started" -> shown("· " + item.path("tool").asText());
            case "tool_call_failed" -> shown("· failed: " + item.path("error").asText());
            default -> {}
        }
    }

    private void shown(String line) {
        lines.line(line);
        untilInTheMiddle.countDown();
    }

    private void release() {
        while (untilInTheMiddle.getCount() > 0) {
            untilInTheMiddle.countDown();
        }
    }

    private Content.Sum sum(Stream stream) {
        return Objects.requireNonNull(received.get(stream));
    }

    private synchronized void fault(String what) {
        faults.add(what);
    }

    private synchronized void switched(Switch change) {
        switches.add(change);
    }

    private void ended(JsonNode how) {
        unfinished.values().stream()
                .filter(line -> line.size() > 0)
                .forEach(line -> lines.line(line.toString(StandardCharsets.UTF_8)));
        synchronized (this) {
            end = how;
        }
    }

    /// The data of the `end` event.
    synchronized Optional<JsonNode> end() {
        return Optional.ofNullable(end);
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    synchronized List<Switch> switches() {
        return List.copyOf(switches);
    }

    Content received(Stream stream) {
        return sum(stream).content();
    }
}
