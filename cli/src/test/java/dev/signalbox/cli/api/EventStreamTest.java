package dev.signalbox.cli.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.cli.ScriptedServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamTest {
    private static final String TEXT = """
        : a comment

        event: output
        id: c1
        data: {"text":"größe 🚂"}

        data: two
        data: lines

        id: c2

        event: end
        data:
        """;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void events_are_the_same_however_the_bytes_come(int chunk) throws Exception {
        List<ServerEvent> events = new ArrayList<>();

        try (EventStream stream = new EventStream(inChunks(TEXT, chunk))) {
            for (ServerEvent event = stream.next(); event != null; event = stream.next()) {
                events.add(event);
            }
        }

        // The last one is not whole: its empty line never came.
        assertThat(events)
                .containsExactly(
                        new ServerEvent("output", "{\"text\":\"größe 🚂\"}", "c1"),
                        new ServerEvent("message", "two\nlines", null),
                        new ServerEvent("message", "", "c2"));
    }

    @Test
    void lines_longer_than_the_buffer_are_whole() throws Exception {
        String data = "x".repeat(300_000);

        try (EventStream stream = new EventStream(inChunks("data: " + data + "\n\n", 10_000))) {
            assertThat(stream.next().data()).isEqualTo(data);
        }
    }

    @Test
    @Timeout(30)
    void a_server_that_falls_silent_is_given_up() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer();
                HttpClient client = HttpClient.newHttpClient()) {
            server.on("GET /v1/events", (_, exchange) -> {
                OutputStream out = ScriptedServer.begin(exchange);
                out.write("data: one\n\n".getBytes(StandardCharsets.UTF_8));
                out.flush();
                over.await();
            });
            InputStream in = client.send(
                            HttpRequest.newBuilder(URI.create(server.url() + "/v1/events"))
                                    .build(),
                            BodyHandlers.ofInputStream())
                    .body();
            try (EventStream stream = new EventStream(in, Duration.ofSeconds(2))) {
                assertThat(stream.next().data()).isEqualTo("one");
                assertThat(endOf(stream)).isTrue();
            } finally {
                over.countDown();
            }
        }
    }

    /// Whether the stream ends, in whichever way.
    private static boolean endOf(EventStream stream) {
        try {
            return stream.next() == null;
        } catch (IOException e) {
            return true;
        }
    }

    private static InputStream inChunks(String text, int size) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, size));
            }
        };
    }
}
