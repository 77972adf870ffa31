package dev.signalbox.api;

import dev.signalbox.api.core.limit.Quota;
import dev.signalbox.api.dialect.neolith.NeolithKeys;
import dev.signalbox.api.dialect.neolith.NeolithOptions;
import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.error.InvalidFieldException;
import dev.signalbox.schemas.spec.ApprovalMode;
import dev.signalbox.schemas.state.Namespace;
import dev.signalbox.settings.Bounds;
import dev.signalbox.settings.Secret;
import dev.signalbox.settings.Setting;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the dialect neolith can be told. Names of the original daemon's own variables count too. What is
/// there and wrong ends the start: a daemon whose locks cannot be read does not open its doors.
public record NeolithSettings(
        @Setting(
                value = "Namespace of the daemon's own clients and of all of /api/daemon.",
                byDefault = Namespace.DEFAULT)
        String namespace,

        @Setting(
                value = "Origins of web pages that may connect, beside api-origins; by default Neolith's own"
                        + " in development.",
                byDefault = "http://localhost:3000, http://127.0.0.1:3000")
        List<String> origins,

        @Setting(value = "Provider that a session of type claude-code runs.", byDefault = "claude")
        String provider,

        @Setting(value = "What agents may do without leave.", byDefault = "ask")
        ApprovalMode approvals,

        @Setting(value = "Most sessions that are live at once.", byDefault = "100", also = "DAEMON_MAX_SESSIONS")
        int maxSessions,

        @Setting(
                value = "Secret of at least 32 bytes that signs the tokens of /api/daemon, the same for all"
                        + " nodes; without it, on loopback only, one that follows from the API's own"
                        + " secret.",
                also = "DAEMON_JWT_SECRET")
        @Nullable
        Secret jwtSecret,

        @Setting(
                value = "Secret of at least 32 bytes that signs tokens of the WebSocket's clients; with it, or"
                        + " with keys, they need one.",
                also = "DAEMON_AUTH_JWT_SECRET")
        @Nullable
        Secret authJwtSecret,

        @Setting(
                value = "Keys of the WebSocket's clients: JSON [{key, clientId, scopes?, role?}], each key of"
                        + " at least 32 characters.",
                also = "DAEMON_AUTH_API_KEYS")
        @Nullable
        Secret authApiKeys,

        @Setting(value = "What the WebSocket's clients may show.", byDefault = "both", also = "DAEMON_AUTH_MODE")
        AuthMode authMode,

        @Setting(
                value = "Issuer that their tokens must name.",
                byDefault = "wundr-orchestrator",
                also = "DAEMON_AUTH_JWT_ISSUER")
        String authJwtIssuer,

        @Setting(
                value = "Audience that their tokens must name.",
                byDefault = "wundr-daemon",
                also = "DAEMON_AUTH_JWT_AUDIENCE")
        String authJwtAudience,

        @Setting(
                value = "Whether whoever is on this machine, and behind no proxy, is an admin though keys are"
                        + " set.",
                byDefault = "false",
                also = "DAEMON_AUTH_ALLOW_LOOPBACK")
        boolean authAllowLoopback,

        @Setting(
                value = "Whether clients must show something at the upgrade; else they may say it in their"
                        + " first message.",
                byDefault = "false",
                also = "DAEMON_AUTH_AT_UPGRADE")
        boolean authAtUpgrade,

        @Setting(
                value = "Messages that one client may send in a window.",
                byDefault = "100",
                also = "DAEMON_AUTH_RATE_LIMIT_MAX")
        int authRateLimitMax,

        @Setting(
                value = "Length of that window in milliseconds.",
                byDefault = "60000",
                also = "DAEMON_AUTH_RATE_LIMIT_WINDOW_MS")
        int authRateLimitWindowMs,

        @Setting(
                value = "Sockets that one client may have open.",
                byDefault = "10",
                also = "DAEMON_AUTH_MAX_CONNECTIONS")
        int authMaxConnections) {
    /// By what a client of the WebSocket may be known.
    public enum AuthMode {
        JWT,
        API_KEY,
        BOTH
    }

    public NeolithSettings {
        origins = List.copyOf(origins);
        try {
            Check.name("neolith-namespace", namespace);
        } catch (InvalidFieldException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        if (authMode == AuthMode.JWT && authJwtSecret == null) {
            throw new IllegalArgumentException("neolith-auth-mode: jwt needs neolith-auth-jwt-secret");
        }
        if (authMode == AuthMode.API_KEY && authApiKeys == null) {
            throw new IllegalArgumentException("neolith-auth-mode: api-key needs neolith-auth-api-keys");
        }
        Bounds.check("neolith-max-sessions", maxSessions, 1, 100_000);
        Bounds.check("neolith-auth-rate-limit-max", authRateLimitMax, 1, Quota.LARGEST);
        Bounds.check(
                "neolith-auth-rate-limit-window-ms",
                authRateLimitWindowMs,
                1,
                Math.toIntExact(Quota.LONGEST.toMillis()));
        Bounds.check("neolith-auth-max-connections", authMaxConnections, 1, 100_000);
        bytes("neolith-jwt-secret", jwtSecret);
        bytes("neolith-auth-jwt-secret", authJwtSecret);
        keys(authApiKeys);
    }

    /// @param secret the API's own
    /// @throws IllegalArgumentException when a secret is missing that is needed beyond loopback
    NeolithOptions options(byte[] secret, boolean loopback, Duration heartbeat) {
        byte[] own = bytes("neolith-jwt-secret", jwtSecret);
        if (own == null && !loopback) {
            throw new IllegalArgumentException("neolith-jwt-secret: is needed where neolith-listen leaves loopback");
        }
        var clock = InstantSource.system();
        return new NeolithOptions(
                namespace,
                Set.copyOf(origins),
                provider,
                approvals,
                maxSessions,
                socketAuth(),
                own == null ? NeolithKeys.derived(secret) : own,
                heartbeat,
                clock.instant(),
                clock);
    }

    private NeolithOptions.@Nullable SocketAuth socketAuth() {
        if (authJwtSecret == null && authApiKeys == null) {
            return null;
        }
        return new NeolithOptions.SocketAuth(
                authMode == AuthMode.API_KEY ? null : bytes("neolith-auth-jwt-secret", authJwtSecret),
                authJwtIssuer,
                authJwtAudience,
                authMode == AuthMode.JWT ? List.of() : keys(authApiKeys),
                authAllowLoopback,
                authAtUpgrade,
                authRateLimitMax,
                Duration.ofMillis(authRateLimitWindowMs),
                authMaxConnections);
    }

    private static List<NeolithOptions.ApiKey> keys(@Nullable Secret json) {
        return json == null ? List.of() : NeolithKeys.read("neolith-auth-api-keys", json.value());
    }

    private static byte @Nullable [] bytes(String key, @Nullable Secret secret) {
        return secret == null ? null : NeolithKeys.secret(key, secret.value());
    }
}
