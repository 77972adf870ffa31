package dev.signalbox.api;

import dev.signalbox.api.http.Gate;
import dev.signalbox.api.http.HttpListener;
import dev.signalbox.api.http.Mount;
import dev.signalbox.api.http.Streams;
import dev.signalbox.settings.HostPort;
import dev.signalbox.settings.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// The ports of a node: the main one with every API, and those of the dialects, with one each.
final class Listeners implements AutoCloseable {
    private static final int MAX_BODY = 1024 * 1024;
    private static final String MAIN = "api";

    private final Streams streams;
    private final Map<String, HttpListener> listeners = new LinkedHashMap<>();
    private final Map<String, HostPort> binds = new LinkedHashMap<>();

    Listeners(
            ApiSettings settings, Mount main, List<Dialect> dialects, Streams streams, HttpListener.Observer observer) {
        this.streams = streams;
        SSLContext tls = TlsKeystore.context(settings);
        List<Mount> all = new ArrayList<>(List.of(main));
        dialects.forEach(dialect -> all.add(Mount.named(dialect.api())));
        binds.put(MAIN, settings.apiListen());
        listeners.put(
                MAIN,
                new HttpListener(
                        options(settings, settings.apiListen(), tls),
                        new Gate(
                                ApiSettings.loopback(settings.apiListen()), settings.apiOrigins(), !settings.apiAuth()),
                        all,
                        streams,
                        observer));
        for (Dialect dialect : dialects) {
            dialect.listen().address().ifPresent(bind -> {
                boolean loopback = ApiSettings.loopback(bind);
                boolean open = loopback && !settings.dialects().listeners().dialectAuth();
                binds.put(dialect.api().name(), bind);
                listeners.put(
                        dialect.api().name(),
                        new HttpListener(
                                options(settings, bind, tls),
                                new Gate(loopback, settings.apiOrigins(), open),
                                List.of(Mount.root(dialect.api())),
                                streams,
                                observer));
            });
        }
    }

    /// @throws IllegalStateException that names the setting whose port cannot be had; nothing listens then
    void start() {
        listeners.forEach((name, listener) -> {
            try {
                listener.start();
            } catch (RuntimeException e) {
                close();
                throw new IllegalStateException(
                        "%s-listen: cannot listen on %s: %s".formatted(name, binds.get(name), Reason.of(e)), e);
            }
        });
    }

    /// The port of the main listener.
    int port() {
        return of(MAIN).port();
    }

    /// The ports of the dialects that have one.
    Map<String, Integer> dialects() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        listeners.forEach((name, listener) -> {
            if (!name.equals(MAIN)) {
                ports.put(name, listener.port());
            }
        });
        return ports;
    }

    /// Ends streams first, so that they do not use up the grace that requests have.
    @Override
    public void close() {
        streams.stop();
        List<Thread> stopping = listeners.values().stream()
                .map(listener -> Thread.ofVirtual().name("listener-stop").start(listener::close))
                .toList();
        try {
            for (Thread one : stopping) {
                one.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        streams.close();
    }

    private HttpListener of(String name) {
        HttpListener listener = listeners.get(name);
        if (listener == null) {
            throw new IllegalArgumentException("nothing listens as " + name);
        }
        return listener;
    }

    private static HttpListener.Options options(ApiSettings settings, HostPort bind, @Nullable SSLContext tls) {
        return new HttpListener.Options(bind, tls, settings.apiWriteDeadline(), MAX_BODY, settings.apiMaxConnections());
    }
}
