package dev.signalbox.e2e.dialect;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What a server says over a stream of events or a socket, in its order.
public final class Heard implements AutoCloseable {
    public static final String BINARY = "binary";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final BlockingQueue<Said> said = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private volatile @Nullable WebSocket socket;
    private volatile @Nullable AutoCloseable stream;

    private Heard() {}

    /// One message. One of bytes has them as characters of ISO 8859-1.
    ///
    /// @param event its name, empty over a socket, but [#BINARY] for a message of bytes
    /// @param id empty where it has none
    public record Said(String event, String id, String data) {
        @Override
        public String toString() {
            return event.isEmpty() ? data : "event: %s%nid: %s%ndata: %s".formatted(event, id, data);
        }
    }

    /// @throws AssertionError with the status, when it is not 200
    public static Heard events(Wire wire, URI base, Wire.Ask ask) {
        var heard = new Heard();
        var request = HttpRequest.newBuilder(Wire.at(base, ask.path())).header("Accept", "text/event-stream");
        ask.headers().forEach(request::header);
        try {
            var response = wire.http().send(request.build(), BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                throw new AssertionError(response.statusCode() + " "
                        + new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
            }
            heard.stream = response.body();
            var reader = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
            Thread.ofVirtual().name("events").start(() -> heard.read(reader));
            return heard;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// @throws java.net.http.WebSocketHandshakeException inside of a CompletionException, when it is refused
    public static Heard socket(Wire wire, URI base, Wire.Ask ask) {
        var heard = new Heard();
        var builder = wire.http().newWebSocketBuilder();
        ask.headers().forEach((name, value) -> {
            if (name.equalsIgnoreCase("Sec-WebSocket-Protocol")) {
                String[] all = value.split(", *");
                builder.subprotocols(all[0], java.util.Arrays.copyOfRange(all, 1, all.length));
            } else {
                builder.header(name, value);
            }
        });
        URI uri = URI.create(Wire.at(base, ask.path()).toString().replaceFirst("^http", "ws"));
        heard.socket = builder.buildAsync(uri, heard.new Listening()).join();
        return heard;
    }

    /// The status with which an upgrade was refused.
    public static int refusal(Wire wire, URI base, Wire.Ask ask) {
        try (var _ = socket(wire, base, ask)) {
            return 101;
        } catch (CompletionException e) {
            if (e.getCause() instanceof java.net.http.WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    public void say(String text) {
        WebSocket open = socket;
        if (open == null) {
            throw new AssertionError("only a socket is spoken to");
        }
        open.sendText(text, true).join();
    }

    public Said next() {
        return next(PATIENCE);
    }

    public Said next(Duration patience) {
        try {
            Said next = said.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null) {
                throw new AssertionError("nothing came in " + patience + ", closed: " + closed);
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// Null when nothing comes in time.
    public @Nullable Said poll(Duration patience) {
        try {
            return said.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// Whether everything that was said has been taken, and no more will be.
    public boolean over() {
        return closed.isDone() && said.isEmpty();
    }

    /// The code with which the server closes; 0 for the end of a stream of events.
    public int closed() {
        try {
            return closed.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            throw new AssertionError("it does not close", e);
        }
    }

    private void read(BufferedReader reader) {
        String event = "";
        String id = "";
        var data = new StringBuilder();
        try (reader) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                int colon = line.indexOf(':');
                if (line.isEmpty()) {
                    if (!data.isEmpty() || !event.isEmpty()) {
                        said.add(new Said(event.isEmpty() ? "message" : event, id, data.toString()));
                    }
                    event = "";
                    id = "";
                    data.setLength(0);
                } else if (colon > 0) {
                    String value = line.substring(colon + 1).replaceFirst("^ ", "");
                    switch (line.substring(0, colon)) {
                        case "event" -> event = value;
                        case "id" -> id = value;
                        case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
                        default -> {}
                    }
                }
            }
        } catch (IOException _) {
            // It broke off, which is an end like another.
        }
        closed.complete(0);
    }

    private final class Listening implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                said.add(new Said("", "", text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
            text.append(StandardCharsets.ISO_8859_1.decode(part));
            if (last) {
                said.add(new Said(BINARY, "", text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.complete(1006);
        }
    }

    /// A server learns at once of a client that says it goes, and by and by of one that is gone.
    private void bid(WebSocket open) {
        if (!closed.isDone()) {
            open.sendClose(WebSocket.NORMAL_CLOSURE, "")
                    .thenCompose(_ -> closed)
                    .orTimeout(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
                    .handle((_, _) -> "gone")
                    .join();
        }
    }

    @Override
    public void close() {
        try {
            WebSocket open = socket;
            if (open != null) {
                bid(open);
                open.abort();
            }
            AutoCloseable events = stream;
            if (events != null) {
                events.close();
            }
        } catch (Exception _) {
            // It was broken off, or had ended.
        }
    }
}
