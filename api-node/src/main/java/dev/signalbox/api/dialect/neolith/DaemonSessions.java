package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.document.Documents;
import dev.signalbox.api.core.document.Documents.Change;
import dev.signalbox.api.core.gateway.Repetition;
import dev.signalbox.api.core.text.Iso;
import dev.signalbox.api.http.Replays;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.state.Document;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Daemons' own sessions. They are found by their exact owner, so that `vp_1` never sees those of `vp_12`.
final class DaemonSessions {
    private static final Duration FLOOR = Duration.ofSeconds(60);
    private static final int TIME_AND_CHANCE = 2;

    private final Documents documents;
    private final InstantSource clock;

    DaemonSessions(Documents documents, InstantSource clock) {
        this.documents = documents;
        this.clock = clock;
    }

    /// One that was made, and how that was decided.
    record Made(Records.DaemonSession session, Outcome outcome) {}

    /// @param given of the request: with a key it makes one session, however often it is sent
    /// @throws dev.signalbox.api.core.RefusedException SESSION_ENDED when the one that it made is over by now
    Made create(
            Principal by,
            Optional<Repetition> given,
            String orchestratorId,
            String type,
            @Nullable Map<String, Object> metadata,
            Duration ttl)
            throws InterruptedException {
        Instant now = clock.instant();
        var session = new Records.DaemonSession(
                NeolithIds.daemonSession(type, orchestratorId, now.toEpochMilli()),
                orchestratorId,
                type,
                "active",
                now,
                now,
                now.plus(ttl),
                metadata,
                null,
                null);
        String key = key(orchestratorId, session.id());
        Outcome outcome = documents.put(by, given, Records.SESSIONS, key, Records.body(session), 0L, ttl);
        if (!Replays.is(outcome)) {
            return new Made(session, outcome);
        }
        return documents
                .of(outcome)
                .map(document -> new Made(read(document), outcome))
                .orElseThrow(() -> Refusal.of(ErrorCode.SESSION_ENDED, "The session that this made is over")
                        .asException());
    }

    Optional<Records.DaemonSession> find(String namespace, String orchestratorId, String sessionId) {
        return documents
                .get(namespace, Records.SESSIONS, key(orchestratorId, sessionId))
                .map(DaemonSessions::read);
    }

    /// Newest first.
    List<Records.DaemonSession> list(String namespace, String orchestratorId) {
        return documents.list(namespace, Records.SESSIONS, orchestratorId + "/").stream()
                .map(DaemonSessions::read)
                .sorted(Comparator.comparing(Records.DaemonSession::createdAt)
                        .thenComparing(Records.DaemonSession::id)
                        .reversed())
                .toList();
    }

    /// Whether it is there, but another one's.
    boolean belongsToAnother(String namespace, String orchestratorId, String sessionId) {
        return owner(sessionId)
                .filter(owner -> !owner.equals(orchestratorId))
                .flatMap(owner -> find(namespace, owner, sessionId))
                .isPresent();
    }

    /// Changes one and gives it the time that it says; empty when there is none.
    Optional<Records.DaemonSession> change(
            Principal by, String orchestratorId, String sessionId, UnaryOperator<Records.DaemonSession> change)
            throws InterruptedException {
        Change done = documents.update(
                by,
                Records.SESSIONS,
                key(orchestratorId, sessionId),
                before -> before.<Change>map(document -> {
                            var after = change.apply(read(document));
                            return new Change.Put(Records.body(after), left(after));
                        })
                        .orElseGet(Change.Nothing::new));
        return done instanceof Change.Nothing ? Optional.empty() : find(by.namespace(), orchestratorId, sessionId);
    }

    void delete(Principal by, String orchestratorId, String sessionId) throws InterruptedException {
        boolean _ = documents.delete(by, Records.SESSIONS, key(orchestratorId, sessionId), null);
    }

    /// A daemon was heard of. It does not make the session last longer than it was to.
    static Records.DaemonSession heard(Records.DaemonSession session, String status, Instant now) {
        return new Records.DaemonSession(
                session.id(),
                session.orchestratorId(),
                session.type(),
                session.status(),
                session.createdAt(),
                now,
                session.expiresAt(),
                session.metadata(),
                now,
                status);
    }

    /// @param status null: as before
    /// @param metadata is laid over what is there; null: nothing
    static Records.DaemonSession patched(
            Records.DaemonSession session,
            @Nullable String status,
            @Nullable Map<String, Object> metadata,
            boolean extend,
            Instant activity,
            Instant now) {
        Map<String, Object> merged = new LinkedHashMap<>(session.metadata() == null ? Map.of() : session.metadata());
        if (metadata != null) {
            merged.putAll(metadata);
        }
        Instant floor = now.plus(FLOOR);
        Instant kept = session.expiresAt().isAfter(floor) ? session.expiresAt() : floor;
        return new Records.DaemonSession(
                session.id(),
                session.orchestratorId(),
                session.type(),
                status == null ? session.status() : status,
                session.createdAt(),
                activity,
                extend ? now.plus(Records.KEPT) : kept,
                merged.isEmpty() ? null : merged,
                session.lastHeartbeat(),
                session.lastStatus());
    }

    /// As the original shows it.
    static Map<String, Object> wire(Records.DaemonSession session) {
        return Frames.members(
                "id",
                session.id(),
                "orchestratorId",
                session.orchestratorId(),
                "type",
                session.type(),
                "status",
                session.status(),
                "createdAt",
                Iso.of(session.createdAt()),
                "lastActivityAt",
                Iso.of(session.lastActivityAt()),
                "expiresAt",
                Iso.of(session.expiresAt()),
                "metadata",
                session.metadata(),
                "lastHeartbeat",
                Iso.ofNullable(session.lastHeartbeat()),
                "lastStatus",
                session.lastStatus());
    }

    /// `session_<type>_<owner>_<ms>_<chance>`: what stands between the type and the last two.
    static Optional<String> owner(String sessionId) {
        String[] parts = sessionId.split("_", -1);
        if (parts.length < 3 + TIME_AND_CHANCE || !parts[0].equals("session")) {
            return Optional.empty();
        }
        return Optional.of(String.join("_", List.of(parts).subList(2, parts.length - TIME_AND_CHANCE)));
    }

    private Duration left(Records.DaemonSession session) {
        Duration left = Duration.between(clock.instant(), session.expiresAt());
        return left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left;
    }

    private static String key(String orchestratorId, String sessionId) {
        return orchestratorId + "/" + sessionId;
    }

    private static Records.DaemonSession read(Document document) {
        return Records.read(document, Records.DaemonSession.class);
    }
}
