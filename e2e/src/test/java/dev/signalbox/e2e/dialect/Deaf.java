package dev.signalbox.e2e.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.e2e.dialect.Wire.Ask;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A client that opens a stream and then reads nothing of it: what it has no room for stays with the server.
final class Deaf implements AutoCloseable {
    private static final int ROOM = 16 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Way way;
    private final Socket socket;

    private Deaf(Way way, Socket socket) {
        this.way = way;
        this.socket = socket;
    }

    /// What was left for it to read.
    ///
    /// @param over whether the server had closed the connection
    record Rest(long bytes, boolean over) {}

    static Deaf open(Way way, URI base, Way.Opening opening) {
        try {
            var socket = new Socket();
            socket.setReceiveBufferSize(ROOM);
            socket.connect(new InetSocketAddress(base.getHost(), base.getPort()));
            var client = new Deaf(way, socket);
            OutputStream out = socket.getOutputStream();
            out.write(head(way, base, opening.ask()).getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
            assertThat(client.head()).startsWith("HTTP/1.1 " + (way.socket() ? 101 : 200));
            for (String message : opening.messages()) {
                out.write(frame(message.getBytes(StandardCharsets.UTF_8)));
            }
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Way way() {
        return way;
    }

    private static String head(Way way, URI base, Ask ask) {
        var head =
                new StringBuilder("GET " + Wire.at(base, ask.path()).getRawPath() + query(base, ask) + " HTTP/1.1\r\n");
        head.append("Host: ").append(base.getAuthority()).append("\r\n");
        ask.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        if (way.socket()) {
            head.append("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n")
                    .append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        }
        return head.append("\r\n").toString();
    }

    private static String query(URI base, Ask ask) {
        String query = Wire.at(base, ask.path()).getRawQuery();
        return query == null ? "" : "?" + query;
    }

    /// The head of the answer, and no byte more.
    private String head() throws IOException {
        InputStream in = socket.getInputStream();
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int next = in.read();
            assertThat(next).as("%s: %s", way, head).isNotNegative();
            head.write(next);
        }
        return head.toString(StandardCharsets.US_ASCII);
    }

    /// A whole text message, masked with zeros.
    private static byte[] frame(byte[] text) {
        var frame = new ByteArrayOutputStream();
        frame.write(0x81);
        if (text.length < 126) {
            frame.write(0x80 | text.length);
        } else {
            frame.write(0x80 | 126);
            frame.write(text.length >> 8);
            frame.write(text.length);
        }
        frame.writeBytes(new byte[4]);
        frame.writeBytes(text);
        return frame.toByteArray();
    }

    /// Reads after all.
    ///
    /// @param quiet how long nothing must come to believe that nothing will
    Rest rest(Duration quiet) {
        long bytes = 0;
        byte[] buffer = new byte[64 * 1024];
        try {
            socket.setSoTimeout(Math.toIntExact(quiet.toMillis()));
            InputStream in = socket.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes += read;
            }
            return new Rest(bytes, true);
        } catch (SocketTimeoutException _) {
            return new Rest(bytes, false);
        } catch (IOException _) {
            // It was broken off, which is an end like another.
            return new Rest(bytes, true);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
