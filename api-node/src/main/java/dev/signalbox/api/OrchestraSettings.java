package dev.signalbox.api;

import dev.signalbox.api.auth.FetchedKeys;
import dev.signalbox.api.auth.JwksSources;
import dev.signalbox.api.auth.JwtVerifier;
import dev.signalbox.api.core.limit.Quota;
import dev.signalbox.api.dialect.orchestra.Orchestra;
import dev.signalbox.settings.Bounds;
import dev.signalbox.settings.Secret;
import dev.signalbox.settings.Setting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// What the dialect orchestra can be told: whose tokens count, and how much each may do. Names of the original's own
/// variables count too.
public record OrchestraSettings(
        @Setting(
                value = "Domain of the issuer of tokens; its keys are at https://<domain>/.well-known/jwks.json.",
                also = "AUTH0_DOMAIN")
        @Nullable
        String auth0Domain,

        @Setting(
                value = "Audience that a token must name; needed where the keys are fetched, because an issuer signs"
                        + " for others too.",
                also = "AUTH0_AUDIENCE")
        @Nullable
        String audience,

        @Setting(
                value = "Issuer that a token must name; without it https://<domain>/, or any without a domain.",
                also = "AUTH0_ISSUER")
        @Nullable
        String issuer,

        @Setting(
                value = "RS256 or HS256, the one way in which tokens are signed; without it HS256 where only a secret"
                        + " is given, else RS256.",
                also = "AUTH0_ALGORITHM")
        @Nullable
        String algorithm,

        @Setting(value = "File with the issuer's keys (JWKS), instead of its address.", also = "ORCHESTRA_JWKS_FILE")
        @Nullable
        Path jwksFile,

        @Setting(value = "Address of the issuer's keys (JWKS), instead of the domain's.", also = "ORCHESTRA_JWKS_URL")
        @Nullable
        URI jwksUrl,

        @Setting(value = "Secret of at least 32 bytes that signs tokens with HS256.", also = "ORCHESTRA_JWT_SECRET")
        @Nullable
        Secret jwtSecret,

        @Setting("Claim of a token that names its namespace; without it all are of default.") @Nullable
        String namespaceClaim,

        @Setting(
                value = "Whether a WebSocket from this machine needs no token though an issuer is configured.",
                also = "ORCHESTRA_DAEMON_ALLOW_INSECURE_WS",
                byDefault = "false")
        boolean allowInsecureWs,

        @Setting(value = "Whether /api/health needs a token.", byDefault = "false")
        boolean healthAuth,

        @Setting(value = "How long a new agent may take to run before its spawn has failed.", byDefault = "5s")
        Duration spawnPatience,

        @Setting(value = "Agents that one subject may spawn in any minute.", byDefault = "10")
        int spawnsPerMinute,

        @Setting(value = "Tasks that one subject may delegate in any minute.", byDefault = "100")
        int delegationsPerMinute,

        @Setting(value = "Messages that one subject may send over WebSockets in any second.", byDefault = "10")
        int messagesPerSecond,

        @Setting(value = "Messages that one subject may send over WebSockets in any minute.", byDefault = "600")
        int messagesPerMinute) {
    private static final Duration FETCH = Duration.ofSeconds(5);

    public OrchestraSettings {
        Bounds.check("orchestra-spawn-patience", spawnPatience, ApiSettings.SHORTEST, ApiSettings.LONGEST);
        Bounds.check("orchestra-spawns-per-minute", spawnsPerMinute, 1, Quota.LARGEST);
        Bounds.check("orchestra-delegations-per-minute", delegationsPerMinute, 1, Quota.LARGEST);
        Bounds.check("orchestra-messages-per-second", messagesPerSecond, 1, Quota.LARGEST);
        Bounds.check("orchestra-messages-per-minute", messagesPerMinute, 1, Quota.LARGEST);
        if (algorithm != null && !algorithm.equals("RS256") && !algorithm.equals("HS256")) {
            throw new IllegalArgumentException("orchestra-algorithm: must be RS256 or HS256");
        }
    }

    /// @throws IllegalArgumentException that says which setting is wrong
    Orchestra.Options options(Duration heartbeat) {
        return new Orchestra.Options(
                verifier(),
                allowInsecureWs,
                healthAuth,
                new Orchestra.Rates(spawnsPerMinute, delegationsPerMinute, messagesPerSecond, messagesPerMinute),
                spawnPatience,
                heartbeat);
    }

    /// Null where no issuer is configured.
    private @Nullable JwtVerifier verifier() {
        FetchedKeys.Source keys = keys();
        boolean shared = algorithm == null ? keys == null && jwtSecret != null : algorithm.equals("HS256");
        if (keys == null && jwtSecret == null) {
            if (algorithm != null || audience != null || issuer != null) {
                throw new IllegalArgumentException("orchestra-auth0-domain: is needed, or another source of keys:"
                        + " orchestra-jwks-file, orchestra-jwks-url or orchestra-jwt-secret");
            }
            return null;
        }
        if (!shared && keys != null && jwksFile == null && audience == null) {
            throw new IllegalArgumentException(
                    "orchestra-audience: is needed, because the issuer's keys sign tokens that"
                            + " are meant for others too");
        }
        var clock = InstantSource.system();
        String from = issuer == null && auth0Domain != null ? "https://" + auth0Domain + "/" : issuer;
        return new JwtVerifier(
                shared ? hs256() : new JwtVerifier.Method.Rs256(new FetchedKeys(needed(keys), clock)),
                from,
                audience,
                namespaceClaim,
                clock);
    }

    private JwtVerifier.Method hs256() {
        if (jwtSecret == null) {
            throw new IllegalArgumentException("orchestra-jwt-secret: is needed for HS256");
        }
        try {
            return new JwtVerifier.Method.Hs256(jwtSecret.value());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("orchestra-jwt-secret: " + e.getMessage(), e);
        }
    }

    private static FetchedKeys.Source needed(FetchedKeys.@Nullable Source keys) {
        if (keys == null) {
            throw new IllegalArgumentException(
                    "orchestra-jwks-file: RS256 needs it, or orchestra-jwks-url, or" + " orchestra-auth0-domain");
        }
        return keys;
    }

    private FetchedKeys.@Nullable Source keys() {
        if (jwksFile != null) {
            return JwksSources.file(jwksFile);
        }
        try {
            if (jwksUrl != null) {
                return JwksSources.url(jwksUrl, FETCH);
            }
            return auth0Domain == null
                    ? null
                    : JwksSources.url(URI.create("https://" + auth0Domain + "/.well-known/jwks.json"), FETCH);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("orchestra-jwks-url: " + e.getMessage(), e);
        }
    }
}
