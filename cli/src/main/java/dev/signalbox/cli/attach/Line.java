package dev.signalbox.cli.attach;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.cli.api.Api;
import dev.signalbox.cli.attach.Incoming.Closed;
import dev.signalbox.cli.attach.Incoming.Output;
import dev.signalbox.cli.attach.Incoming.Said;
import dev.signalbox.cli.console.CliException;
import dev.signalbox.cli.console.CliException.Fault;
import dev.signalbox.cli.console.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One WebSocket connection: what comes goes into a queue, whose reader asks for more when it has dealt with it.
final class Line implements WebSocket.Listener {
    private static final int IN_FLIGHT = 16;

    private final Api api;
    private final BlockingQueue<Incoming> queue;
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
    private volatile long lastHeardNanos = System.nanoTime();
    private @Nullable WebSocket socket;
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);

    private Line(Api api, BlockingQueue<Incoming> queue) {
        this.api = api;
        this.queue = queue;
    }

    /// @throws IOException when the server cannot be reached, or cannot serve now
    /// @throws CliException when it refuses
    static Line connect(Api api, BlockingQueue<Incoming> queue) throws IOException {
        URI server = api.http().server();
        URI address = URI.create("ws" + server.toString().substring("http".length()) + "/v1/ws");
        Line line = new Line(api, queue);
        WebSocket.Builder builder = api.http().client().newWebSocketBuilder();
        if (api.http().token() != null) {
            builder.header("Authorization", "Bearer " + api.http().token());
        }
        try {
            line.socket = builder.buildAsync(address, line).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused
                    && refused.getResponse().statusCode() < 500) {
                throw refusal(refused.getResponse().statusCode());
            }
            throw new IOException("no WebSocket at " + address, e.getCause());
        }
        return line;
    }

    private static CliException refusal(int status) {
        String why = status == 401 || status == 403 ? "the token does not allow it" : "status " + status;
        return new CliException(
                ExitCode.ofStatus(status),
                new Fault("HTTP_" + status, "the server does not let this terminal in: " + why, null, false));
    }

    /// Writes one message behind those before it, without waiting: that the connection is gone is told by the queue.
    synchronized void send(JsonNode message) {
        WebSocket to = socket;
        if (to != null && !to.isOutputClosed()) {
            String json = message.toString();
            sent = sent.handle((_, _) -> json)
                    .thenCompose(text -> to.sendText(text, true))
                    .whenComplete((_, failure) -> gone(failure));
        }
    }

    /// One message was dealt with: another one may come.
    void more() {
        if (socket != null) {
            socket.request(1);
        }
    }

    long silentNanos() {
        return System.nanoTime() - lastHeardNanos;
    }

    /// Whether nothing can come any more, even if the listener was not told.
    boolean over() {
        return socket == null || socket.isInputClosed();
    }

    void close() {
        if (socket != null) {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                    .orTimeout(1, TimeUnit.SECONDS)
                    .exceptionally(_ -> null)
                    .join();
            socket.abort();
        }
    }

    void abort() {
        if (socket != null) {
            socket.abort();
        }
    }

    @Override
    public void onOpen(WebSocket webSocket) {
        webSocket.request(IN_FLIGHT);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        heard();
        text.append(data);
        if (last) {
            queue.add(new Said(api.parse(text.toString())));
            text.setLength(0);
        } else {
            webSocket.request(1);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        heard();
        byte[] part = new byte[data.remaining()];
        data.get(part);
        binary.write(part, 0, part.length);
        if (last) {
            queue.add(new Output(Frame.of(ByteBuffer.wrap(binary.toByteArray()))));
            binary.reset();
        } else {
            webSocket.request(1);
        }
        return null;
    }

    @Override
    public CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
        heard();
        webSocket.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
        heard();
        webSocket.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        queue.add(new Closed(statusCode, reason));
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        queue.add(new Closed(0, String.valueOf(error.getMessage())));
    }

    /// A write may find out first that the connection is gone, and then the listener is not always told.
    private void gone(@Nullable Throwable failure) {
        if (failure != null) {
            queue.add(new Closed(0, String.valueOf(failure.getMessage())));
        }
    }

    private void heard() {
        lastHeardNanos = System.nanoTime();
    }
}
