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
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keys from a JWKS that is fetched when it is needed and kept for a while. A key that it lacks may be a new one: then
/// it is fetched again, but seldom, whatever tokens name. Keys that were had once are used on while the issuer cannot
/// be reached, for at most a day, and nobody whose key is among them waits for the one who fetches.
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
    private final AtomicLong tries = new AtomicLong();
    private @Nullable Instant triedAt;
    private final ReentrantLock fetching = new ReentrantLock();

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
        Snapshot newest = renewed(known, keyId);
        return Optional.ofNullable(newest.find(keyId));
    }

    private boolean fresh(Snapshot known) {
        return clock.instant().isBefore(known.at().plus(FRESH));
    }

    /// The newest keys that can be had.
    private Snapshot renewed(@Nullable Snapshot known, @Nullable String keyId) {
        long seen = tries.get();
        if (known != null && usable(known) && known.find(keyId) != null) {
            if (!fetching.tryLock()) {
                return known;
            }
        } else {
            fetching.lock();
        }
        try {
            // Who waited takes what came of the fetch that was waited for.
            if (tries.get() == seen) {
                fetchUnlessJustTried();
            }
        } finally {
            fetching.unlock();
        }
        Snapshot newest = snapshot;
        if (newest == null || !usable(newest)) {
            throw new KeysAwayException("the keys of the issuer of tokens cannot be had at the moment");
        }
        return newest;
    }

    private void fetchUnlessJustTried() {
        Instant now = clock.instant();
        Duration pause = snapshot == null ? BETWEEN_WITHOUT : BETWEEN;
        if (triedAt != null && now.isBefore(triedAt.plus(pause))) {
            return;
        }
        triedAt = now;
        try {
            snapshot = new Snapshot(parse(source.fetch()), now);
        } catch (IOException | ParseException e) {
            log.atWarn().log("the keys of the issuer cannot be fetched: {}", e.getMessage());
        } finally {
            tries.incrementAndGet();
        }
    }

    private boolean usable(Snapshot known) {
        return !clock.instant().isAfter(known.at().plus(USABLE));
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
