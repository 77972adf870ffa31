package dev.signalbox.api.http;

import dev.signalbox.settings.HostPort;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.websocket.WsConfig;
import io.helidon.webserver.websocket.WsRouting;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One port with one API behind it. All of Helidon's HTTP is in this class and [HelidonExchange].
public final class HttpListener implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HttpListener.class);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration PING = Duration.ofSeconds(20);
    private static final Duration LEASE = Duration.ofSeconds(50);

    /// Kept, or the level would be forgotten with the logger: each start and each broken request is no news.
    private static final java.util.logging.Logger HELIDON = java.util.logging.Logger.getLogger("io.helidon");

    static {
        HELIDON.setLevel(java.util.logging.Level.WARNING);
    }

    private final Options options;
    private final Dispatcher dispatcher;
    private final Streams streams;
    private final Observer observer;
    private final WebServer server;

    /// @param bind host and port; port 0: any free one
    /// @param tls null: plain
    /// @param writeDeadline how long a client may leave a write of a stream untaken
    /// @param maxBody in bytes
    public record Options(
            HostPort bind, @Nullable SSLContext tls, Duration writeDeadline, int maxBody, int maxConnections) {}

    /// Told of each answer, for metrics.
    public interface Observer {
        void answered(String method, String template, int status, Duration took);
    }

    /// @param socket what is spoken over WebSockets, null for none
    public HttpListener(
            Options options, Gate gate, Api api, Streams streams, Observer observer, @Nullable WsProtocol socket) {
        this.options = options;
        this.dispatcher = new Dispatcher(gate, api);
        this.streams = streams;
        this.observer = observer;
        WebServerConfig.Builder config = WebServer.builder()
                .shutdownHook(false)
                .port(options.bind().port())
                .address(address(options.bind().host()))
                .maxPayloadSize(options.maxBody() * 2L)
                .maxTcpConnections(options.maxConnections())
                .shutdownGracePeriod(GRACE)
                .writeQueueLength(0)
                .protocolsDiscoverServices(false)
                .addProtocol(Http1Config.builder().build())
                .directHandlers(quiet())
                .routing(routing -> routing.any(this::handle));
        if (options.tls() != null) {
            config.tls(tls -> tls.sslContext(options.tls()));
        }
        if (socket != null) {
            var timing = new WsConnection.Timing(PING, LEASE, options.writeDeadline());
            config.addProtocol(
                            WsConfig.builder().maxFrameLength(options.maxBody()).build())
                    .addRouting(WsRouting.builder()
                            .endpoint(socket.path(), () -> new WsUpgrade(socket, gate, streams, timing)));
        }
        this.server = config.build();
    }

    /// @throws IllegalStateException when the port cannot be bound
    public void start() {
        server.start();
    }

    /// The port that it is bound to.
    public int port() {
        return server.port();
    }

    /// Ends streams first, so that they do not use up the grace that requests have.
    @Override
    public void close() {
        streams.stop(GRACE);
        server.stop();
        streams.close();
    }

    private void handle(ServerRequest request, ServerResponse response) {
        long began = System.nanoTime();
        var answered = dispatcher.answer(new HelidonExchange(request, options.maxBody()));
        Reply reply = answered.reply();
        response.status(Status.create(reply.status()));
        reply.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
        response.header(HeaderNames.create("X-Content-Type-Options"), "nosniff");
        if (request.content().hasEntity() && !request.content().consumed()) {
            // What was not read is not drained either: the client learns it from the end of the connection.
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        observer.answered(
                request.prologue().method().text(),
                answered.template(),
                reply.status(),
                Duration.ofNanos(System.nanoTime() - began));
        switch (reply) {
            case Reply.Whole whole -> {
                if (!whole.contentType().isEmpty()) {
                    response.header(HeaderNames.CONTENT_TYPE, whole.contentType());
                }
                response.send(whole.body());
            }
            case Reply.Streamed streamed -> stream(streamed, response);
        }
    }

    private void stream(Reply.Streamed reply, ServerResponse response) {
        response.header(HeaderNames.CONTENT_TYPE, reply.contentType());
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        if (reply.length() >= 0) {
            response.contentLength(reply.length());
        }
        OutputStream out = response.outputStream();
        var stream = new StreamOutput(out, options.writeDeadline());
        streams.opened(stream);
        try {
            reply.body().write(stream);
            out.close();
        } catch (IOException | UncheckedIOException e) {
            throw new CloseConnectionException("the client is gone", e);
        } catch (InterruptedException e) {
            throw new CloseConnectionException("interrupted", e);
        } catch (Exception e) {
            log.atWarn().log("a stream broke off: {}", e.getMessage());
            throw new CloseConnectionException("a stream broke off", e);
        } finally {
            streams.closed(stream);
        }
    }

    /// Requests that are none get a short answer, and no stack trace in the log.
    private static DirectHandlers quiet() {
        var handlers = DirectHandlers.builder();
        for (var type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, new DirectHandler() {
                @Override
                public TransportResponse handle(
                        TransportRequest request,
                        EventType event,
                        Status status,
                        io.helidon.http.ServerResponseHeaders headers,
                        String message) {
                    return TransportResponse.builder()
                            .status(status)
                            .headers(headers)
                            .keepAlive(false)
                            .build();
                }
            });
        }
        return handlers.build();
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no address is known for " + host, e);
        }
    }
}
