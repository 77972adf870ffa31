package dev.signalbox.bench.system;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.schemas.codec.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One WebSocket, which counts what comes on its subscriptions and acknowledges it.
public final class Socket implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ACK_EVERY = 128 * 1024;
    private static final int HEADER = 24;
    private static final int INDEX_AT = 4;

    private final Sender sender;
    private final Incoming incoming;

    private Socket(Sender sender, Incoming incoming) {
        this.sender = sender;
        this.incoming = incoming;
    }

    static Socket open(HttpClient http, URI base, String token) throws IOException, InterruptedException {
        var incoming = new Incoming();
        var address =
                URI.create("ws" + base.toString().substring("http".length())).resolve("/v1/ws");
        WebSocket socket = get(http.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(address, incoming));
        return new Socket(incoming.sender(socket), incoming);
    }

    /// Begins to watch a session; one for each socket.
    public void subscribe(String session, String from) throws IOException, InterruptedException {
        tell(Map.of("op", "subscribe", "session", session, "from", from, "items", "false"));
        incoming.await("subscribed", PATIENCE);
    }

    /// Types; returns when it is sent, not when it is written.
    public void type(String session, String text) throws IOException, InterruptedException {
        tell(Map.of("op", "keystrokes", "session", session, "text", text));
    }

    /// Waits for a message of the server's.
    public void await(String op) throws IOException, InterruptedException {
        incoming.await(op, PATIENCE);
    }

    /// Waits until so many bytes have come since the subscription began.
    public void await(long bytes, Duration patience) throws IOException, InterruptedException {
        incoming.await(bytes, patience);
    }

    /// Bytes that have come.
    public long bytes() {
        return incoming.bytes();
    }

    /// When the first bytes came, by [System#nanoTime].
    public long firstNanos() {
        return incoming.firstNanos();
    }

    /// When the newest bytes came, by [System#nanoTime].
    public long lastNanos() {
        return incoming.lastNanos();
    }

    private void tell(Map<String, Object> message) throws IOException, InterruptedException {
        get(sender.send(message));
    }

    private static <T> T get(CompletionStage<T> stage) throws IOException, InterruptedException {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IOException("the server does not answer", e);
        }
    }

    @Override
    public void close() {
        sender.socket.abort();
    }

    /// Sends one message after the other: the JDK's socket refuses a second one while the first is on its way.
    private static final class Sender {
        private final WebSocket socket;
        private CompletableFuture<WebSocket> newest;

        Sender(WebSocket socket) {
            this.socket = socket;
            this.newest = CompletableFuture.completedFuture(socket);
        }

        synchronized CompletableFuture<WebSocket> send(Map<String, Object> message) {
            String text = new String(Json.encode(message), StandardCharsets.UTF_8);
            newest = newest.thenCompose(open -> open.sendText(text, true));
            return newest;
        }
    }

    /// The side of the socket that the client's threads call.
    private static final class Incoming implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();
        private final ByteBuffer header = ByteBuffer.allocate(HEADER);
        private final Map<String, Integer> seen = new HashMap<>();
        private @Nullable Sender sender;
        private @Nullable String failure;
        private long bytes;
        private long acknowledged;
        private long firstNanos;
        private long lastNanos;

        synchronized Sender sender(WebSocket of) {
            Sender known = sender;
            if (known == null) {
                known = new Sender(of);
                sender = known;
            }
            return known;
        }

        @Override
        public synchronized @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
            while (header.hasRemaining() && part.hasRemaining()) {
                header.put(part.get());
            }
            if (part.hasRemaining()) {
                lastNanos = System.nanoTime();
                firstNanos = bytes == 0 ? lastNanos : firstNanos;
                bytes += part.remaining();
            }
            if (last) {
                int index = header.getInt(INDEX_AT);
                header.clear();
                if (bytes - acknowledged >= ACK_EVERY) {
                    acknowledged = bytes;
                    sender(from).send(Map.of("op", "ack", "index", index, "bytes", bytes));
                }
                notifyAll();
            }
            from.request(1);
            return null;
        }

        @Override
        public synchronized @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                message(text.toString());
                text.setLength(0);
                notifyAll();
            }
            from.request(1);
            return null;
        }

        @Override
        public synchronized @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            failure = "closed with %d %s".formatted(code, reason);
            notifyAll();
            return null;
        }

        @Override
        public synchronized void onError(WebSocket from, Throwable error) {
            failure = error.toString();
            notifyAll();
        }

        private void message(String received) {
            try {
                JsonNode message = Json.mapper().readTree(received);
                String op = message.path("op").asText();
                if (op.equals("error") || op.equals("gap")) {
                    failure = received;
                }
                seen.merge(op, 1, Integer::sum);
            } catch (IOException e) {
                failure = e.toString();
            }
        }

        synchronized long bytes() {
            return bytes;
        }

        synchronized long firstNanos() {
            return firstNanos;
        }

        synchronized long lastNanos() {
            return lastNanos;
        }

        void await(String op, Duration patience) throws IOException, InterruptedException {
            await(() -> seen.getOrDefault(op, 0) > 0, op, patience);
        }

        void await(long wanted, Duration patience) throws IOException, InterruptedException {
            await(() -> bytes >= wanted, wanted + " bytes", patience);
        }

        private synchronized void await(BooleanSupplier there, String what, Duration patience)
                throws IOException, InterruptedException {
            long deadline = System.nanoTime() + patience.toNanos();
            while (!there.getAsBoolean()) {
                if (failure != null) {
                    throw new IOException(failure);
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new IOException("the server does not send %s; there are %d bytes".formatted(what, bytes));
                }
                wait(left);
            }
        }
    }
}
