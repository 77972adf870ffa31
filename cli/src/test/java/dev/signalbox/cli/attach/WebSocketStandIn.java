package dev.signalbox.cli.attach;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A WebSocket server on loopback that does what a test tells it: frames of RFC 6455 by hand, as the JDK has no server.
final class WebSocketStandIn implements AutoCloseable {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket listener;
    private final Script script;
    private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
    private final List<String> handshakes = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /// Called with each message of a client.
    interface Script {
        void heard(JsonNode message, Peer peer) throws IOException;
    }

    WebSocketStandIn(Script script) {
        this.script = script;
        try {
            listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    List<JsonNode> messages(String op) {
        return messages.stream()
                .filter(message -> message.path("op").asText().equals(op))
                .toList();
    }

    List<String> handshakes() {
        return handshakes;
    }

    /// The other end of one connection.
    record Peer(Socket socket, OutputStream out) {
        void say(String json) throws IOException {
            frame(1, json.getBytes(StandardCharsets.UTF_8));
        }

        void output(long seq, long offset, String text) throws IOException {
            byte[] payload = text.getBytes(StandardCharsets.UTF_8);
            frame(
                    2,
                    ByteBuffer.allocate(24 + payload.length)
                            .put((byte) 1)
                            .put((byte) 0)
                            .put((byte) 0)
                            .put((byte) 0)
                            .putInt(5)
                            .putLong(seq)
                            .putLong(offset)
                            .put(payload)
                            .array());
        }

        void close(int code) throws IOException {
            frame(8, ByteBuffer.allocate(2).putShort((short) code).array());
        }

        /// Behind what was sent: closing the socket with something unread would take back what is on its way.
        void vanish() throws IOException {
            socket.shutdownOutput();
        }

        private synchronized void frame(int opcode, byte[] payload) throws IOException {
            out.write(0x80 | opcode);
            if (payload.length < 126) {
                out.write(payload.length);
            } else if (payload.length < 65_536) {
                out.write(126);
                out.write(
                        ByteBuffer.allocate(2).putShort((short) payload.length).array());
            } else {
                out.write(127);
                out.write(ByteBuffer.allocate(8).putLong(payload.length).array());
            }
            out.write(payload);
            out.flush();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            String head = head(in);
            handshakes.add(head);
            OutputStream out = socket.getOutputStream();
            out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + accepted(head) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            Peer peer = new Peer(socket, out);
            while (true) {
                int opcode = in.readUnsignedByte() & 0x0f;
                byte[] payload = payload(in);
                if (opcode == 8) {
                    return;
                } else if (opcode == 1) {
                    JsonNode message = new JsonMapper().readTree(payload);
                    messages.add(message);
                    script.heard(message, peer);
                }
            }
        } catch (IOException e) {
            // The client is gone, or the test is over.
        }
    }

    private static byte[] payload(DataInputStream in) throws IOException {
        int length = in.readUnsignedByte() & 0x7f;
        length = length == 126 ? in.readUnsignedShort() : length;
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return payload;
    }

    private static String head(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    private static String accepted(String head) {
        String key = head.lines()
                .filter(line -> line.regionMatches(true, 0, "Sec-WebSocket-Key:", 0, 18))
                .findFirst()
                .orElseThrow()
                .substring(18)
                .strip();
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1")
                            .digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
