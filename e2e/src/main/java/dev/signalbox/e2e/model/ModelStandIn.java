package dev.signalbox.e2e.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A loopback stand-in for the model services of Claude Code (Anthropic Messages) and Codex (OpenAI Responses), so that
/// the real programs run without a network and without a key. What it answers is decided by the prompt: see [Answer].
///
/// Run it by hand with `java -cp … dev.signalbox.e2e.model.ModelStandIn --port <n>`; it prints its two base addresses.
public final class ModelStandIn implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("model-stand-in-", 0).factory());
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();

    private ModelStandIn(HttpServer server) {
        this.server = server;
    }

    /// On any free port.
    public static ModelStandIn start() throws IOException {
        return start(0);
    }

    /// `port` 0 is any free one; always on loopback.
    public static ModelStandIn start(int port) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        var standIn = new ModelStandIn(server);
        server.setExecutor(standIn.threads);
        server.createContext("/", standIn::handle);
        server.start();
        return standIn;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /// The value for `ANTHROPIC_BASE_URL`.
    public URI anthropicBase() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /// The value for `base_url` of a model provider in Codex' configuration.
    public URI openAiBase() {
        return URI.create("http://127.0.0.1:" + port() + "/v1");
    }

    /// How many times a model was asked for an answer, failing and hanging ones included; token counts and model
    /// lists are not.
    public int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var route =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            if (route.endsWith("/messages/count_tokens")) {
                exchange.getRequestBody().readAllBytes();
                answer(exchange, 200, JSON.createObjectNode().put("input_tokens", 10));
            } else if (route.startsWith("POST ") && route.endsWith("/messages")) {
                serve(exchange, new AnthropicMessages());
            } else if (route.startsWith("POST ") && route.endsWith("/responses")) {
                serve(exchange, new OpenAiResponses());
            } else if (route.startsWith("GET ") && route.endsWith("/models")) {
                var models = JSON.createObjectNode().put("object", "list");
                models.putArray("data");
                models.putArray("models");
                answer(exchange, 200, models);
            } else {
                answer(exchange, 404, error("not part of this stand-in: " + route));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(HttpExchange exchange, ModelService service) throws IOException, InterruptedException {
        requests.incrementAndGet();
        JsonNode request;
        try {
            request = JSON.readTree(exchange.getRequestBody());
        } catch (JsonProcessingException e) {
            answer(exchange, 400, error("the request body is not JSON: " + e.getOriginalMessage()));
            return;
        }
        var answer = service.answerTo(request);
        switch (answer) {
            case Answer.Failure failure -> answer(exchange, failure.status(), service.failure(failure.status()));
            case Answer.Silence _ -> closed.await();
            case Answer.Words _, Answer.ShellCall _, Answer.FileWrite _, Answer.Question _ -> {
                if (request.path("stream").asBoolean()) {
                    try (var out = new EventStream(exchange)) {
                        service.stream(request, answer, out);
                    }
                } else {
                    answer(exchange, 200, service.whole(request, answer));
                }
            }
        }
    }

    private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
        var bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static JsonNode error(String message) {
        var body = JSON.createObjectNode();
        body.putObject("error").put("message", message);
        return body;
    }

    static void main(String[] args) throws IOException, InterruptedException {
        var portGiven = args.length == 2 && args[0].equals("--port") && args[1].matches("\\d{1,5}");
        if (args.length > 0 && !portGiven) {
            System.err.println("usage: ModelStandIn [--port <0..65535>]");
            System.exit(2);
        }
        try (var standIn = start(portGiven ? Integer.parseInt(args[1]) : 0)) {
            System.out.println("ANTHROPIC_BASE_URL=" + standIn.anthropicBase());
            System.out.println("base_url=" + standIn.openAiBase());
            standIn.closed.await();
        }
    }
}
