package dev.signalbox.api;

import dev.signalbox.api.auth.SecretFile;
import dev.signalbox.api.auth.Tokens;
import dev.signalbox.api.core.HostAccess;
import dev.signalbox.api.core.Readiness;
import dev.signalbox.api.core.feed.EventFeeds;
import dev.signalbox.api.core.feed.History;
import dev.signalbox.api.core.feed.OutputFeeds;
import dev.signalbox.api.core.gateway.Commands;
import dev.signalbox.api.core.gateway.Gateway;
import dev.signalbox.api.core.gateway.Keyboards;
import dev.signalbox.api.core.gateway.OutcomeWaiters;
import dev.signalbox.api.core.limit.Allowance;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.api.dialect.v1.V1;
import dev.signalbox.api.http.Mount;
import dev.signalbox.api.http.Streams;
import dev.signalbox.api.kafka.KafkaNode;
import dev.signalbox.schemas.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// One API node. It holds no truth: any number of them serve the same clients. It listens before Kafka is there,
/// and says what it waits for.
public final class ApiNode implements AutoCloseable {
    private final KafkaNode kafka;
    private final Listeners listeners;
    private final Tokens tokens;
    private final Metrics metrics;
    private boolean closed;

    /// @throws IllegalArgumentException that says which setting is wrong
    public ApiNode(ApiSettings settings) {
        String node = settings.apiNode() == null ? Ids.TOKEN.mint() : settings.apiNode();
        var clock = InstantSource.system();
        tokens = new Tokens(SecretFile.load(settings.secretFile()), clock);
        var views = new Views();
        var waiters = new OutcomeWaiters();
        kafka = new KafkaNode(clientProperties(settings), node, views, waiters);
        var gateway = new Gateway(
                kafka.commands(), waiters, node, settings.apiPatience(), new Allowance(clock, settings.apiMaxWrites()));
        long buffer = settings.apiStreamBuffer().bytes();
        var core = new ApiCore(
                views,
                gateway,
                new Commands(gateway, views),
                new Keyboards(gateway, views, kafka.keystrokes(), clock),
                new OutputFeeds(views, kafka.output(), buffer),
                new EventFeeds(kafka.events(), kafka::eventsOf, buffer),
                new History(kafka.events(), kafka::eventsOf),
                tokens,
                tokens,
                hostAccess(settings, kafka),
                readiness(kafka));
        var streams = new Streams(settings.apiMaxStreams());
        metrics = new Metrics(core, kafka, waiters, streams);
        var options = new V1.Options(node, metrics::scrape, settings.apiHeartbeat());
        listeners = new Listeners(
                settings,
                Mount.root(V1.api(core, streams, options)),
                Dialect.all(settings, core, streams),
                streams,
                metrics);
    }

    /// Listens, and begins to look for Kafka.
    ///
    /// @throws IllegalStateException that names the setting whose port is taken; the node is closed then
    public ApiNode start() {
        try {
            listeners.start();
        } catch (IllegalStateException e) {
            close();
            throw e;
        }
        kafka.start();
        return this;
    }

    /// The port that it listens on.
    public int port() {
        return listeners.port();
    }

    /// The ports of the dialects that have a listener of their own, by name.
    public Map<String, Integer> dialects() {
        return listeners.dialects();
    }

    /// Why it is not ready, empty when it is.
    public List<String> problems() {
        return kafka.problems();
    }

    /// Makes tokens that this node and all with the same secret accept.
    public Tokens tokens() {
        return tokens;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        listeners.close();
        kafka.close();
        metrics.close();
    }

    private static Readiness readiness(KafkaNode kafka) {
        return new Readiness() {
            @Override
            public List<String> reasons() {
                return kafka.problems();
            }

            @Override
            public boolean viewsReady() {
                return kafka.viewsReady();
            }

            @Override
            public boolean logReachable() {
                return kafka.reachable();
            }
        };
    }

    private static HostAccess hostAccess(ApiSettings settings, KafkaNode kafka) {
        String servers = settings.apiHostKafkaServers();
        return new HostAccess(
                servers == null ? String.valueOf(clientProperties(settings).get("bootstrap.servers")) : servers,
                kafka::partitions);
    }

    private static Map<String, Object> clientProperties(ApiSettings settings) {
        try {
            return settings.kafka().clientProperties();
        } catch (IOException e) {
            throw new UncheckedIOException("kafka-properties cannot be read", e);
        }
    }
}
