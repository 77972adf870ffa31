package dev.signalbox.api.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keys from a JWKS that is fetched when it is needed and kept for a while. A key that it lacks may be a new one: then
/// it is fetched again, but seldom, whatever tokens name. Keys that were had once are used on while the issuer cannot
/// be reached, for at most a day.
public final class FetchedKeys implements JwtKeys {
    private static final Logger log = LoggerFactory.getLogger(FetchedKeys.class);
    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final Duration USABLE = Duration.ofDays(1);
    private static final Duration BETWEEN = Duration.ofSeconds(30);
    private static final Duration BETWEEN_WITHOUT = Duration.ofSeconds(1);
    private static final int MIN_BITS = 2048;

    private final Source source;
    private final InstantSource clock;
    private volatile @Nullable Snapshot snapshot;
    private @Nullable Instant triedAt;

    /// Where the JWKS comes from.
    @FunctionalInterface
    public interface Source {
        /// The JSON; ends within some seconds.
        String fetch() throws IOException;
    }

    private record Snapshot(Map<String, RSAPublicKey> keys, Instant at) {
        @Nullable
        RSAPublicKey find(@Nullable String keyId) {
            if (keyId == null) {
                return keys.size() == 1 ? keys.values().iterator().next() : null;
            }
            return keys.get(keyId);
        }
    }

    public FetchedKeys(Source source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    @Override
    public Optional<RSAPublicKey> key(@Nullable String keyId) {
        Snapshot known = snapshot;
        if (known != null && fresh(known)) {
            RSAPublicKey key = known.find(keyId);
            if (key != null) {
                return Optional.of(key);
            }
        }
        Snapshot newest = renewed(known);
        return Optional.ofNullable(newest.find(keyId));
    }

    private boolean fresh(Snapshot known) {
        return clock.instant().isBefore(known.at().plus(FRESH));
    }

    /// The newest keys that can be had, fetched by one thread at a time.
    private synchronized Snapshot renewed(@Nullable Snapshot seen) {
        Snapshot known = snapshot;
        if (known != null && (seen == null || known.at().isAfter(seen.at()))) {
            return known;
        }
        Instant now = clock.instant();
        Duration pause = known == null ? BETWEEN_WITHOUT : BETWEEN;
        if (triedAt == null || !now.isBefore(triedAt.plus(pause))) {
            triedAt = now;
            try {
                known = new Snapshot(parse(source.fetch()), now);
                snapshot = known;
            } catch (IOException | ParseException e) {
                log.atWarn().log("the keys of the issuer cannot be fetched: {}", e.getMessage());
            }
        }
        if (known == null || now.isAfter(known.at().plus(USABLE))) {
            throw new KeysAwayException("the keys of the issuer of tokens cannot be had at the moment");
        }
        return known;
    }

    /// Only keys that verify signatures of RSA.
    private static Map<String, RSAPublicKey> parse(String json) throws ParseException {
        Map<String, RSAPublicKey> keys = new HashMap<>();
        for (JWK jwk : JWKSet.parse(json).getKeys()) {
            boolean signs = jwk.getKeyUse() == null || KeyUse.SIGNATURE.equals(jwk.getKeyUse());
            if (jwk instanceof RSAKey rsa && signs && rsa.size() >= MIN_BITS) {
                try {
                    keys.put(jwk.getKeyID() == null ? "" : jwk.getKeyID(), rsa.toRSAPublicKey());
                } catch (JOSEException e) {
                    log.atWarn().log("a key of the issuer is unusable: {}", e.getMessage());
                }
            }
        }
        return keys;
    }
}
