package dev.signalbox.api.dialect.neolith;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.state.Document;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The durable records of `/api/daemon`, one a document, so that every node answers the same.
final class Records {
    static final String ORCHESTRATORS = "neolith.orchestrator";
    static final String DAEMONS = "neolith.daemon";
    static final String SESSIONS = "neolith.session";
    static final String ACKNOWLEDGED = "neolith.acknowledged";

    /// How long a daemon counts as there after it was last heard of: three heartbeats.
    static final Duration ONLINE = Duration.ofSeconds(90);

    /// How long a registration is kept after the daemon was last heard of, and a session without a time of
    /// its own.
    static final Duration KEPT = Duration.ofDays(7);

    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    private Records() {}

    /// Somebody whose daemon may register.
    ///
    /// @param enabled whether its daemon may do anything; being offline is another thing
    /// @param keyHash SHA-256 of its key
    /// @param scopes that its tokens may have; empty: all
    record Orchestrator(
            String orchestratorId,
            String organizationId,
            @Nullable String name,
            boolean enabled,
            String keyHash,
            String secretHash,
            List<String> scopes) {}

    /// The daemon of an orchestrator: who it is, and when it was last heard of. Both stand in one record,
    /// so that a takeover and a heartbeat at the same time cannot both win.
    ///
    /// @param instanceId null: heard of, but not registered
    /// @param operational active, paused or error, as it says itself
    record Daemon(
            String orchestratorId,
            @Nullable String organizationId,
            @Nullable String instanceId,
            @Nullable Map<String, Object> info,
            @Nullable Instant registeredAt,
            @Nullable Instant lastHeartbeat,
            @Nullable String activity,
            @Nullable Map<String, Object> metrics,
            @Nullable String operational,
            @Nullable String presence,
            @Nullable String statusText) {

        static Daemon of(String orchestratorId) {
            return new Daemon(orchestratorId, null, null, null, null, null, null, null, null, null, null);
        }

        boolean online(Instant now) {
            Instant heard = lastHeartbeat != null && (registeredAt == null || lastHeartbeat.isAfter(registeredAt))
                    ? lastHeartbeat
                    : registeredAt;
            return heard != null && heard.plus(ONLINE).isAfter(now);
        }

        Daemon registered(String organization, String instance, Map<String, Object> newInfo, Instant at) {
            return new Daemon(
                    orchestratorId, organization, instance, newInfo, at, null, null, null, "active", "online", null);
        }

        Daemon heard(String newActivity, @Nullable Map<String, Object> newMetrics, Instant at) {
            return new Daemon(
                    orchestratorId,
                    organizationId,
                    instanceId,
                    info,
                    registeredAt,
                    at,
                    newActivity,
                    newMetrics == null ? metrics : newMetrics,
                    operational,
                    presence,
                    statusText);
        }

        Daemon saying(@Nullable String newOperational, @Nullable String newPresence, @Nullable String newStatusText) {
            return new Daemon(
                    orchestratorId,
                    organizationId,
                    instanceId,
                    info,
                    registeredAt,
                    lastHeartbeat,
                    activity,
                    metrics,
                    newOperational == null ? operational : newOperational,
                    newPresence == null ? presence : newPresence,
                    newStatusText == null ? statusText : newStatusText);
        }
    }

    /// A daemon's own session, which is no session of an agent.
    ///
    /// @param status active, idle, expired or terminated
    record DaemonSession(
            String id,
            String orchestratorId,
            String type,
            String status,
            Instant createdAt,
            Instant lastActivityAt,
            Instant expiresAt,
            @Nullable Map<String, Object> metadata,
            @Nullable Instant lastHeartbeat,
            @Nullable String lastStatus) {}

    /// Events that need not be shown again: all up to a number, and some more.
    record Acknowledged(long upTo, List<String> ids) {
        static final Acknowledged NONE = new Acknowledged(0, List.of());
    }

    static <R extends Record> R read(Document document, Class<R> type) {
        return read(document.body(), type);
    }

    static <R extends Record> R read(Map<String, Object> body, Class<R> type) {
        return Json.mapper().convertValue(body, type);
    }

    static Map<String, Object> body(Record record) {
        return Json.mapper().convertValue(record, OBJECT);
    }
}
