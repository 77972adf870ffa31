package dev.signalbox.bench.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A WebSocket on which one question is asked at a time; messages that are no answer to it are passed over.
public final class Questions implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final WebSocket socket;

    private Questions(HttpClient http, URI uri, String token) throws IOException {
        try {
            socket = http.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + token)
                    .buildAsync(uri, new Listener())
                    .join();
        } catch (CompletionException e) {
            throw new IOException("no WebSocket at " + uri.getPath(), e.getCause());
        }
    }

    static Questions open(HttpClient http, URI base, String path, String token) throws IOException {
        return new Questions(http, URI.create("ws://" + base.getAuthority() + path), token);
    }

    /// The first message that comes now whose `type` is this.
    public String ask(String question, String type) throws IOException, InterruptedException {
        messages.clear();
        say(question);
        return await("\"type\":\"" + type + "\"");
    }

    /// Says something without waiting.
    public void say(String message) {
        socket.sendText(message, true);
    }

    /// The next message that has all of these in it.
    public String await(String... parts) throws IOException, InterruptedException {
        while (true) {
            String message = messages.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (message == null) {
                throw new IOException("no message with " + String.join(" and ", parts) + " came");
            }
            if (Arrays.stream(parts).allMatch(message::contains)) {
                return message;
            }
        }
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder begun = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence text, boolean last) {
            begun.append(text);
            if (last) {
                messages.add(begun.toString());
                begun.setLength(0);
            }
            webSocket.request(1);
            return null;
        }
    }
}
