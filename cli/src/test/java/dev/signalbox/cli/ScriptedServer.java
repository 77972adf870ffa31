package dev.signalbox.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// An HTTP server on loopback that answers as the native API would, and notes what it was asked.
public final class ScriptedServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Handler> routes = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    public ScriptedServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /// @param target path and query as they were sent
    public record Request(String method, String target, Map<String, List<String>> headers, String body) {
        public String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().getFirst())
                    .findFirst()
                    .orElse(null);
        }
    }

    /// Answers one request.
    @FunctionalInterface
    public interface Handler {
        void answer(Request request, HttpExchange exchange) throws IOException, InterruptedException;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// @param route method and path, for instance `GET /v1/sessions`
    public ScriptedServer on(String route, Handler handler) {
        routes.put(route, handler);
        return this;
    }

    public ScriptedServer on(String route, int status, String json) {
        return on(route, (_, exchange) -> send(exchange, status, json, "application/json"));
    }

    public ScriptedServer problem(String route, int status, String code, String detail) {
        return on(
                route,
                (_, exchange) -> send(
                        exchange,
                        status,
                        """
                        {"type":"urn:signalbox:error:%s","title":"T","status":%d,"code":"%s","detail":"%s","retryable":%s}\
                        """.formatted(code, status, code, detail, status == 503),
                        "application/problem+json"));
    }

    /// A stream of events that ends after the last one.
    public ScriptedServer stream(String route, String... events) {
        return on(route, (_, exchange) -> {
            try (OutputStream out = begin(exchange)) {
                for (String event : events) {
                    out.write(event.getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
            }
        });
    }

    public static OutputStream begin(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    public static void send(HttpExchange exchange, int status, String body, String type) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    public static String event(String type, String id, String data) {
        return "event: " + type + "\n" + (id == null ? "" : "id: " + id + "\n") + "data: " + data + "\n\n";
    }

    public List<Request> requests() {
        return requests;
    }

    /// The only request to a route.
    public Request request(String route) {
        List<Request> found = requests.stream()
                .filter(request -> (request.method() + " " + request.target()).startsWith(route))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " requests to " + route + " among " + requests);
        }
        return found.getFirst();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            requests.add(request);
            Handler handler =
                    routes.get(request.method() + " " + exchange.getRequestURI().getPath());
            if (handler == null) {
                send(
                        exchange,
                        404,
                        "{\"code\":\"NOT_FOUND\",\"title\":\"No such resource.\",\"status\":404,\"retryable\":false}",
                        "application/problem+json");
            } else {
                handler.answer(request, exchange);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
