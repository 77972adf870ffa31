package dev.signalbox.processor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.signalbox.schemas.codec.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// `/live` and `/ready` (200 or 503, with the health as JSON) and `/metrics` (for Prometheus), on loopback only.
public final class OpsServer implements AutoCloseable {
    private final HttpServer server;

    private OpsServer(HttpServer server) {
        this.server = server;
    }

    /// @param port 0: any free one
    /// @throws IOException when the port is taken
    public static OpsServer start(int port, Supplier<Health> health, Supplier<String> metrics) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/live", exchange -> {
            Health now = health.get();
            answer(exchange, now.live(), "application/json", Json.encode(now));
        });
        server.createContext("/ready", exchange -> {
            Health now = health.get();
            answer(exchange, now.ready(), "application/json", Json.encode(now));
        });
        server.createContext(
                "/metrics",
                exchange -> answer(
                        exchange,
                        true,
                        "text/plain; version=0.0.4; charset=utf-8",
                        metrics.get().getBytes(StandardCharsets.UTF_8)));
        server.start();
        return new OpsServer(server);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, boolean well, String type, byte[] body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(well ? 200 : 503, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
