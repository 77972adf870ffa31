package dev.signalbox.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/// `signalbox ps` against a server that is there for it alone. The launcher runs it once behind a build and keeps the
/// classes that it loaded: those of a question that is answered.
final class Rehearsal {
    private static final byte[] PAGE = """
        {"items":[{"id":"s-1","provider":"command","status":"RUNNING","createdAt":"2026-01-01T00:00:00Z"}]}
        """.getBytes(StandardCharsets.UTF_8);

    private Rehearsal() {}

    public static void main(String[] args) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, PAGE.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(PAGE);
            }
        });
        server.start();
        Main.main(new String[] {
            "ps", "--server", "http://127.0.0.1:" + server.getAddress().getPort(), "--token", "none"
        });
    }
}
