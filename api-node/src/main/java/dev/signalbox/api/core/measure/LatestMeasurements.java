package dev.signalbox.api.core.measure;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// What sessions use, for answers that are asked for again and again: as a rule what was measured lately is given as
/// it stands, and at most one request to a session's host is under way. A measurement is never older than ten
/// seconds, except where the host does not answer. Used by any thread.
public final class LatestMeasurements {
    /// An older one is waited for; one that is younger and not [Session.Measured#FRESH] is repeated, but nobody waits
    /// for that.
    static final Duration OLD = Duration.ofSeconds(10);

    /// How long nobody asks again, or waits, when the host did not answer.
    static final Duration QUIET = Duration.ofSeconds(10);

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Source source;
    private final InstantSource clock;
    private final Map<Key, CompletableFuture<Optional<Session.Measured>>> underWay = new ConcurrentHashMap<>();
    private final Map<Key, Instant> quietUntil = new ConcurrentHashMap<>();

    private record Key(String namespace, String sessionId) {}

    /// Asks a session's host.
    @FunctionalInterface
    interface Source {
        /// @throws RefusedException when there is nothing to be had
        Session.Measured read(Principal principal, String sessionId, Duration atMost) throws InterruptedException;
    }

    public LatestMeasurements(Measurements measurements, InstantSource clock) {
        this(
                (principal, session, atMost) ->
                        measurements.read(principal, session, atMost).measured(),
                clock);
    }

    LatestMeasurements(Source source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    /// Null where nobody knows. Of a session that does not run, what it used when it was last asked.
    ///
    /// @param session as it is known now
    public Session.@Nullable Measured of(Principal principal, Session session) throws InterruptedException {
        Session.Measured known = session.measured();
        Instant now = clock.instant();
        if (session.status() != SessionStatus.RUNNING
                || (known != null && isSince(known, now.minus(Session.Measured.FRESH)))) {
            return known;
        }
        var key = new Key(principal.namespace(), session.id());
        Instant quiet = quietUntil.get(key);
        if (quiet != null && now.isBefore(quiet)) {
            return known;
        }
        var asked = ask(principal, key);
        if (known != null && isSince(known, now.minus(OLD))) {
            return known;
        }
        try {
            return asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).orElse(known);
        } catch (TimeoutException | ExecutionException _) {
            return known;
        }
    }

    private CompletableFuture<Optional<Session.Measured>> ask(Principal principal, Key key) {
        var mine = new CompletableFuture<Optional<Session.Measured>>();
        var others = underWay.putIfAbsent(key, mine);
        if (others != null) {
            return others;
        }
        Thread.ofVirtual().name("measurement").start(() -> {
            Optional<Session.Measured> read = Optional.empty();
            try {
                read = Optional.of(source.read(principal, key.sessionId(), PATIENCE));
            } catch (RefusedException | InterruptedException e) {
                Instant now = clock.instant();
                quietUntil.values().removeIf(until -> !now.isBefore(until));
                quietUntil.put(key, now.plus(QUIET));
            } finally {
                underWay.remove(key, mine);
                mine.complete(read);
            }
        });
        return mine;
    }

    private static boolean isSince(Session.Measured measured, Instant time) {
        return measured.at().isAfter(time);
    }
}
