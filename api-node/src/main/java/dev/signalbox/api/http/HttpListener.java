package dev.signalbox.api.http;

import dev.signalbox.settings.HostPort;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.websocket.WsConfig;
import io.helidon.webserver.websocket.WsRouting;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One port with APIs behind it. All of Helidon's HTTP is in this class, [HelidonExchange] and [DirectAnswers].
public final class HttpListener implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HttpListener.class);
    /// How long streams and requests have to end when the server stops.
    static final Duration GRACE = Duration.ofSeconds(5);

    /// What is read of a body that is too large, so that its client hears why; of more, the server underneath says
    /// so.
    private static final long DRAINED = 16 * 1024 * 1024;

    /// Of an answer that is there as a whole, what one write takes: each has the write deadline for itself.
    private static final int PIECE = 64 * 1024;

    private static final Duration PING = Duration.ofSeconds(20);
    private static final Duration LEASE = Duration.ofSeconds(50);

    /// Kept, or the level would be forgotten with the logger: each start and each broken request is no news.
    private static final java.util.logging.Logger HELIDON = java.util.logging.Logger.getLogger("io.helidon");

    static {
        HELIDON.setLevel(java.util.logging.Level.WARNING);
    }

    private final Options options;
    private final List<Mount> mounts;
    private final Map<String, Dispatcher> dispatchers;
    private final Streams streams;
    private final Observer observer;
    private final WebServer server;

    /// @param bind host and port; port 0: any free one
    /// @param tls null: plain
    /// @param writeDeadline how long a client may leave a write untaken
    /// @param maxBody in bytes
    public record Options(
            HostPort bind, @Nullable SSLContext tls, Duration writeDeadline, int maxBody, int maxConnections) {}

    /// Told of each answer, for metrics.
    public interface Observer {
        /// @param template of the route, `-` where there is none
        void answered(String api, String method, String template, int status, Duration took);
    }

    /// @param mounts one of them at the root
    /// @param streams closed by whoever made them, before this is
    public HttpListener(Options options, Gate gate, List<Mount> mounts, Streams streams, Observer observer) {
        this.options = options;
        this.mounts = List.copyOf(mounts);
        this.dispatchers = mounts.stream()
                .collect(Collectors.toUnmodifiableMap(Mount::prefix, mount -> new Dispatcher(gate, mount.api())));
        this.streams = streams;
        this.observer = observer;
        WebServerConfig.Builder config = WebServer.builder()
                .shutdownHook(false)
                .port(options.bind().port())
                .address(address(options.bind().host()))
                .maxPayloadSize(options.maxBody() + DRAINED)
                .maxTcpConnections(options.maxConnections())
                .shutdownGracePeriod(GRACE)
                // A key's echo is a small frame behind another one: it must not wait until that is acknowledged.
                .connectionOptions(socket -> socket.tcpNoDelay(true))
                .writeQueueLength(0)
                .protocolsDiscoverServices(false)
                .addProtocol(Http1Config.builder().build())
                .directHandlers(DirectAnswers.all())
                .errorHandling(ErrorHandling.builder().includeEntity(true).build())
                .routing(routing -> routing.any(this::handle));
        if (options.tls() != null) {
            config.tls(tls -> tls.sslContext(options.tls()));
        }
        if (mounts.stream().anyMatch(mount -> !mount.api().sockets().isEmpty())) {
            var timing = new WsConnection.Timing(PING, LEASE, options.writeDeadline());
            config.addProtocol(
                            WsConfig.builder().maxFrameLength(options.maxBody()).build())
                    .addRouting(WsRouting.builder()
                            .endpoint("/*", () -> new WsUpgrade(this.mounts, gate, streams, timing)));
        }
        this.server = config.build();
    }

    /// @throws IllegalStateException when the port cannot be bound
    public void start() {
        probe();
        server.start();
        if (!server.isRunning()) {
            throw new IllegalStateException("the server did not start; the log says why");
        }
    }

    /// The server underneath writes a stack trace where a port is taken, and throws nothing.
    private void probe() {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(
                    address(options.bind().host()), options.bind().port()));
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /// The port that it is bound to.
    public int port() {
        return server.port();
    }

    /// Gives requests that are being answered their time.
    @Override
    public void close() {
        server.stop();
    }

    private void handle(ServerRequest request, ServerResponse response) {
        long began = System.nanoTime();
        Mount mount = Mount.of(mounts, request.path().rawPath());
        var answered = Objects.requireNonNull(dispatchers.get(mount.prefix()))
                .answer(new HelidonExchange(request, mount, options.maxBody()));
        Reply reply = answered.reply();
        response.status(Status.create(reply.status()));
        reply.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
        response.header(HeaderNames.create("X-Content-Type-Options"), "nosniff");
        if (request.content().hasEntity() && !request.content().consumed()) {
            // What was not read is not drained either: the client learns it from the end of the connection.
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        observer.answered(
                mount.api().name(),
                request.prologue().method().text(),
                answered.template(),
                reply.status(),
                Duration.ofNanos(System.nanoTime() - began));
        boolean head = Method.HEAD.equals(request.prologue().method());
        switch (reply) {
            case Reply.Whole whole -> {
                if (!whole.contentType().isEmpty()) {
                    response.header(HeaderNames.CONTENT_TYPE, whole.contentType());
                }
                if (head) {
                    response.contentLength(whole.body().length);
                    response.send();
                } else {
                    send(whole.body(), response);
                }
            }
            case Reply.Streamed streamed -> {
                response.header(HeaderNames.CONTENT_TYPE, streamed.contentType());
                response.header(HeaderNames.CACHE_CONTROL, "no-store");
                if (streamed.length() >= 0) {
                    response.contentLength(streamed.length());
                }
                if (head) {
                    response.send();
                    unwritten(streamed);
                } else {
                    stream(streamed, response);
                }
            }
        }
    }

    /// Lets go of what an answer holds whose body nobody asked for: its first write fails.
    private void unwritten(Reply.Streamed reply) {
        var nowhere = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("only the head was asked for");
            }
        };
        try {
            reply.body().write(new StreamOutput(nowhere, options.writeDeadline()));
        } catch (Exception e) {
            log.atTrace().log("nothing was written: {}", e.getMessage());
        }
    }

    /// In pieces, so that a client that reads slowly is served, and one that does not read holds nothing for ever.
    private void send(byte[] body, ServerResponse response) {
        boolean small = body.length <= PIECE;
        if (!small) {
            response.contentLength(body.length);
        }
        var answer = new StreamOutput(
                small ? OutputStream.nullOutputStream() : response.outputStream(), options.writeDeadline());
        streams.answering(answer);
        try {
            if (small) {
                answer.guarded(() -> response.send(body));
                return;
            }
            for (int from = 0; from < body.length; from += PIECE) {
                answer.write(body, from, Math.min(PIECE, body.length - from));
            }
            answer.finish();
        } catch (IOException e) {
            throw new CloseConnectionException("the client is gone", e);
        } finally {
            streams.answered(answer);
        }
    }

    private void stream(Reply.Streamed reply, ServerResponse response) {
        OutputStream out = response.outputStream();
        var stream = new StreamOutput(out, options.writeDeadline());
        streams.opened(stream);
        try {
            reply.body().write(stream);
            stream.finish();
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

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no address is known for " + host, e);
        }
    }
}
