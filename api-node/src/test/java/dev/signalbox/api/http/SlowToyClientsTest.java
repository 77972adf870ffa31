package dev.signalbox.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.signalbox.api.core.Principal;
import dev.signalbox.settings.HostPort;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whatever an API speaks, a client that does not read is cut at the write deadline and holds up nobody.
final class SlowToyClientsTest {
    /// No stall of the machine is as long: what reads, or is looked at, is not cut.
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final byte[] MUCH = new byte[64 * 1024];
    private static final byte[] LARGE = new byte[24 * 1024 * 1024 + 1];

    static {
        new Random(7).nextBytes(LARGE);
    }

    private Streams streams;
    private HttpListener listener;

    @BeforeEach
    void begin() {
        begin(DEADLINE);
    }

    private void begin(Duration writeDeadline) {
        streams = new Streams(16);
        Api api = Api.of(
                        "flood",
                        List.of(
                                Route.open("GET", "/hello", _ -> Reply.text(200, "text/plain", "hello")),
                                Route.open(
                                        "GET",
                                        "/large",
                                        _ -> new Reply.Whole(200, Map.of(), "application/octet-stream", LARGE)),
                                Route.open(
                                        "GET",
                                        "/flood",
                                        _ -> new Reply.Streamed(
                                                200, Map.of(), "text/event-stream", -1, SlowToyClientsTest::flood))),
                        new ToyApi(),
                        ToyApi.ACCESS)
                .speaking(new Flood());
        listener = new HttpListener(
                new HttpListener.Options(HostPort.of("127.0.0.1:0"), null, writeDeadline, 1024 * 1024, 64),
                new Gate(true, List.of(), true),
                List.of(Mount.root(api)),
                streams,
                (_, _, _, _, _) -> {});
        listener.start();
    }

    @AfterEach
    void end() {
        streams.stop();
        listener.close();
        streams.close();
    }

    private static void flood(StreamOutput out) throws Exception {
        while (!out.stopping()) {
            out.write(MUCH);
        }
    }

    private void ignored(String upgrade) throws Exception {
        try (var socket = new Socket("127.0.0.1", listener.port())) {
            socket.getOutputStream()
                    .write(("GET /flood HTTP/1.1\r\nHost: 127.0.0.1\r\n" + upgrade + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            await().atMost(SOON).until(() -> streams.size() == 1 || streams.cut() == 1);
            try (var client = HttpClient.newHttpClient()) {
                var answer = client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + "/hello"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.body()).isEqualTo("hello");
            }
            await().atMost(SOON).until(() -> streams.cut() == 1 && streams.size() == 0);
        }
    }

    @Test
    void a_stream_that_nobody_reads_is_cut() throws Exception {
        ignored("");
    }

    @Test
    void a_socket_that_nobody_reads_is_cut() throws Exception {
        ignored("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
    }

    @Test
    void who_reads_again_in_time_is_told_that_it_was_too_slow() throws Exception {
        end();
        begin(DEADLINE.multipliedBy(4));
        var closed = new CompletableFuture<Integer>();
        try (var client = HttpClient.newHttpClient()) {
            WebSocket socket = client.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + listener.port() + "/flood"), new Unread(closed))
                    .join();
            try {
                await().atMost(SOON).until(() -> streams.cut() == 1);

                socket.request(Long.MAX_VALUE);

                assertThat(closed.orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo(1013);
                await().atMost(SOON).until(() -> streams.size() == 0);
                assertThat(streams.cut()).isEqualTo(1);
            } finally {
                socket.abort();
            }
        }
    }

    /// Reads nothing until it is asked to.
    private record Unread(CompletableFuture<Integer> closed) implements WebSocket.Listener {
        @Override
        public void onOpen(WebSocket socket) {
            // Nothing is asked for.
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.completeExceptionally(error);
        }
    }

    private Socket asking(String requests) throws Exception {
        var socket = new Socket("127.0.0.1", listener.port());
        socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void an_answer_that_nobody_reads_is_cut_and_the_connection_with_it() throws Exception {
        try (var socket = asking("GET /large HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")) {
            await().atMost(SOON).until(() -> streams.cut() == 1);
            assertThat(socket.getInputStream().readAllBytes().length).isLessThan(LARGE.length);
        }
    }

    @Test
    void so_are_small_answers_to_who_only_asks() throws Exception {
        String ask = "GET /hello HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
        try (var socket = asking("")) {
            socket.setReceiveBufferSize(16 * 1024);
            var writer = Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        socket.getOutputStream().write(ask.repeat(1_000).getBytes(StandardCharsets.US_ASCII));
                    }
                } catch (java.io.IOException e) {
                    // Cut.
                }
            });
            await().atMost(SOON).until(() -> streams.cut() == 1);
            assertThat(writer.join(Duration.ofSeconds(10))).isTrue();
        }
    }

    @Test
    void a_client_that_reads_slowly_gets_all_of_a_large_answer() throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + "/large"))
                .build();
        try (var client = HttpClient.newHttpClient();
                var in = client.send(request, HttpResponse.BodyHandlers.ofInputStream())
                        .body()) {
            var read = new ByteArrayOutputStream();
            for (byte[] some = {0}; some.length > 0; ) {
                some = in.readNBytes(2 * 1024 * 1024);
                read.writeBytes(some);
                await().pollDelay(Duration.ofMillis(100)).until(() -> true);
            }
            assertThat(Arrays.mismatch(read.toByteArray(), LARGE)).isEqualTo(-1);
            assertThat(streams.cut()).isZero();
        }
    }

    @Test
    void two_tenants_with_subjects_of_one_name_are_two() {
        try (var few = new Streams(1);
                var _ = few.admit(dashboard("one"));
                var _ = few.admit(dashboard("two"))) {
            assertThatThrownBy(() -> few.admit(dashboard("two"))).hasMessageContaining("more than 1 streams");
        }
    }

    private static Principal dashboard(String namespace) {
        return new Principal("dashboard", namespace, Set.of(), "k", null);
    }

    /// Speaks without being asked, and without end.
    private record Flood() implements WsProtocol {
        @Override
        public Optional<String> path() {
            return Optional.of("/flood");
        }

        @Override
        public Conversation begin(WsPeer peer) {
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        peer.send(MUCH);
                    }
                } catch (InterruptedException | WsPeer.ClosedException e) {
                    // The client is gone.
                }
            });
            return new Conversation() {
                @Override
                public void message(String text) {}

                @Override
                public void unreadable() {}

                @Override
                public void end() {}
            };
        }
    }
}
