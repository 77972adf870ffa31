package dev.signalbox.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One KRaft node (broker and controller) in this JVM, bound to 127.0.0.1 only. All its files are under one
/// directory, and a later broker on the same directory has the same cluster id, topics and records, on whatever port.
///
/// `start` returns when clients can produce. `close` is a clean stop and may be called twice. A fault that Kafka calls
/// fatal (its log directory gone, say) ends the whole JVM, as it ends a broker of its own.
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final int ATTEMPTS = 5;

    private final KafkaRaftServer server;
    private final int port;
    private boolean closed;

    private EmbeddedBroker(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /// A broker on a free port, with the defaults of [BrokerOptions].
    public static EmbeddedBroker start(Path directory) {
        return start(BrokerOptions.in(directory));
    }

    /// @throws IllegalStateException when it cannot start: the asked-for port is taken, or another broker has the
    /// directory
    public static EmbeddedBroker start(BrokerOptions options) {
        if (options.port() != 0 && !FreePort.isFree(options.port())) {
            throw new IllegalStateException("port %d is taken".formatted(options.port()));
        }
        format(options.directory());
        for (int attempt = 1; ; attempt++) {
            int port = options.port() == 0 ? FreePort.any() : options.port();
            var server =
                    new KafkaRaftServer(new KafkaConfig(options.properties(port, FreePort.any()), false), Time.SYSTEM);
            try {
                server.startup();
                return new EmbeddedBroker(server, port);
            } catch (RuntimeException e) {
                server.shutdown();
                server.awaitShutdown();
                if (options.port() != 0 || !isBindFailure(e) || attempt == ATTEMPTS) {
                    throw new IllegalStateException(
                            "broker on port %d does not start: %s".formatted(port, e.getMessage()), e);
                }
                log.atInfo().addKeyValue("port", port).log("a port was taken between choosing and binding it");
            }
        }
    }

    /// `host:port` for `bootstrap.servers`.
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path directory) {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        try (var silence = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            Files.createDirectories(directory);
            // A release version, not a metadata version alone: it is what finalizes transaction.version and the others.
            new Formatter()
                    .setPrintStream(silence)
                    .setNodeId(BrokerOptions.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setControllerListenerName(BrokerOptions.CONTROLLER_LISTENER)
                    .setDirectories(List.of(directory.toString()))
                    .setMetadataLogDirectory(directory.toString())
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setIgnoreFormatted(true)
                    .run();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the broker's directory " + directory, e);
        } catch (Exception e) {
            throw new IllegalStateException("cannot format the broker's directory " + directory, e);
        }
    }

    private static boolean isBindFailure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }
}
