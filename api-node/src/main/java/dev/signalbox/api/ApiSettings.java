package dev.signalbox.api;

import dev.signalbox.api.auth.SecretFile;
import dev.signalbox.api.core.limit.Quota;
import dev.signalbox.settings.Bounds;
import dev.signalbox.settings.ByteSize;
import dev.signalbox.settings.HostPort;
import dev.signalbox.settings.Inlined;
import dev.signalbox.settings.KafkaAccess;
import dev.signalbox.settings.Secret;
import dev.signalbox.settings.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an API node can be told.
public record ApiSettings(
        KafkaAccess kafka,
        @Inlined DialectSettings dialects,

        @Setting(value = "Where the native API listens.", byDefault = "127.0.0.1:8600")
        HostPort apiListen,

        @Setting("Name of this node in records and metrics; without it a random one.") @Nullable
        String apiNode,

        @Setting(value = "Directory of this node's own files.", byDefault = "$XDG_DATA_HOME/signalbox/api")
        Path dataDir,

        @Setting("File with the secret that signs tokens, shared by all API nodes; without it api-secret in data-dir,"
                + " made when it is missing.")
        @Nullable
        Path apiSecretFile,

        @Setting(value = "Whether every request needs a token; only on loopback may it be off.", byDefault = "true")
        boolean apiAuth,

        @Setting("PKCS12 keystore with the certificate of this server; with it the API speaks TLS.") @Nullable
        Path apiTlsKeystore,

        @Setting("Password of the keystore.") @Nullable Secret apiTlsPassword,

        @Setting(
                value = "Says that a proxy in front of this node speaks TLS, so that it may leave loopback"
                        + " without.",
                byDefault = "false")
        boolean apiBehindTlsProxy,

        @Setting(value = "Further origins of web pages that may use this API, https://host[:port].", byDefault = "")
        List<String> apiOrigins,

        @Setting("Brokers as hosts that join are told them; without it kafka-servers.") @Nullable
        String apiHostKafkaServers,

        @Setting(value = "How long a request waits for its outcome before it is answered 202.", byDefault = "5s")
        Duration apiPatience,

        @Setting(value = "How long a client may leave a write untaken before it is cut off.", byDefault = "20s")
        Duration apiWriteDeadline,

        @Setting(value = "Time between heartbeats of a stream.", byDefault = "10s")
        Duration apiHeartbeat,

        @Setting(value = "What may wait in memory for one client of a stream.", byDefault = "1MiB")
        ByteSize apiStreamBuffer,

        @Setting(
                value = "Most streams and WebSockets that one token's subject may have open, and most WebSockets of one"
                        + " address that have not said whose they are.",
                byDefault = "256")
        int apiMaxStreams,

        @Setting(
                value = "Most commands that one token's subject may send to this node in a minute, whatever API it"
                        + " speaks.",
                byDefault = "60000")
        int apiMaxWrites,

        @Setting(value = "Most connections at once.", byDefault = "8192")
        int apiMaxConnections) {

    /// Of what makes a client or a proxy wait: below it is a busy loop, above it they give up before.
    static final Duration SHORTEST = Duration.ofMillis(100);

    static final Duration LONGEST = Duration.ofMinutes(5);

    private static final ByteSize SMALLEST_BUFFER = ByteSize.of("16KiB");
    private static final ByteSize LARGEST_BUFFER = ByteSize.of("1GiB");

    public ApiSettings {
        apiOrigins = List.copyOf(apiOrigins);
        Bounds.check("api-patience", apiPatience, SHORTEST, LONGEST);
        Bounds.check("api-write-deadline", apiWriteDeadline, Duration.ofSeconds(1), LONGEST);
        Bounds.check("api-heartbeat", apiHeartbeat, SHORTEST, LONGEST);
        Bounds.check("api-stream-buffer", apiStreamBuffer, SMALLEST_BUFFER, LARGEST_BUFFER);
        Bounds.check("api-max-streams", apiMaxStreams, 1, 100_000);
        Bounds.check("api-max-writes", apiMaxWrites, 1, Quota.LARGEST);
        Bounds.check("api-max-connections", apiMaxConnections, 1, 1_000_000);
        boolean tls = apiTlsKeystore != null || apiBehindTlsProxy;
        check("api-listen", apiListen, apiAuth, tls);
        dialects.listeners()
                .byName()
                .forEach((name, listen) -> listen.address().ifPresent(at -> check(name + "-listen", at, true, tls)));
    }

    /// What may leave loopback asks for tokens and does not show them to the network.
    private static void check(String key, HostPort listen, boolean authenticated, boolean tls) {
        boolean loopback = loopback(key, listen);
        if (!loopback && !authenticated) {
            throw new IllegalArgumentException(key + ": refuses to leave loopback (" + listen
                    + ") without authentication: set api-auth=true, or listen on 127.0.0.1");
        }
        if (!loopback && !tls) {
            throw new IllegalArgumentException(key + ": refuses to leave loopback (" + listen
                    + ") without TLS: set api-tls-keystore, or api-behind-tls-proxy=true where a proxy in front speaks"
                    + " TLS, or listen on 127.0.0.1");
        }
    }

    /// The same with other dialects.
    public ApiSettings speaking(DialectSettings others) {
        return new ApiSettings(
                kafka,
                others,
                apiListen,
                apiNode,
                dataDir,
                apiSecretFile,
                apiAuth,
                apiTlsKeystore,
                apiTlsPassword,
                apiBehindTlsProxy,
                apiOrigins,
                apiHostKafkaServers,
                apiPatience,
                apiWriteDeadline,
                apiHeartbeat,
                apiStreamBuffer,
                apiMaxStreams,
                apiMaxWrites,
                apiMaxConnections);
    }

    Path secretFile() {
        return apiSecretFile == null ? SecretFile.in(dataDir) : apiSecretFile;
    }

    static boolean loopback(HostPort listen) {
        return loopback("api-listen", listen);
    }

    private static boolean loopback(String key, HostPort listen) {
        try {
            return listen.isLoopback();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        }
    }
}
