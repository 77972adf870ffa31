package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.text.Iso;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.event.EventRecord;
import dev.signalbox.schemas.output.Item;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What of a namespace's events concerns one orchestrator, as its daemon is told: it is given them in their order.
final class DaemonEvents {
    private final String orchestratorId;
    private final Function<String, @Nullable String> ownerOfSession;

    /// Sessions of the orchestrator that began on the way here; a view forgets them sooner than the events do.
    private final Set<String> begun = new HashSet<>();

    /// @param ownerOfSession the orchestrator that a session is for; null: none, or not known
    DaemonEvents(String orchestratorId, Function<String, @Nullable String> ownerOfSession) {
        this.orchestratorId = orchestratorId;
        this.ownerOfSession = ownerOfSession;
    }

    /// @param payload what happened
    record Wire(String id, String type, Map<String, Object> payload, String createdAt) {}

    static EventPlace place(EventRecord record) {
        return new EventPlace(record.cause().at(), record.n());
    }

    Optional<Wire> of(EventRecord record) {
        Event event = record.event();
        if (event instanceof Event.SessionRequested e) {
            if (!orchestratorId.equals(e.spec().labels().get(Labels.ORCHESTRATOR))) {
                return Optional.empty();
            }
            begun.add(record.entity().id());
            return event(record, "session_spawned", session(record, "status", "initializing"));
        }
        if (event instanceof Event.SessionRunning) {
            return mine(record, "session_status", session(record, "status", "running"));
        }
        if (event instanceof Event.SessionUnknown) {
            return mine(record, "session_status", session(record, "status", "paused"));
        }
        if (event instanceof Event.SessionEnded e) {
            return ended(record, e.end().reason());
        }
        if (event instanceof Event.SessionLost(var reason)) {
            return ended(record, reason);
        }
        if (event instanceof Event.SessionTurnEnded e) {
            return turn(record, e.result(), e.inputId());
        }
        return event instanceof Event.DocumentPut e
                        && e.collection().equals(Records.DAEMONS)
                        && e.key().equals(orchestratorId)
                ? event(record, "daemon_status", daemon(e.body()))
                : Optional.empty();
    }

    private Optional<Wire> ended(EventRecord record, @Nullable String reason) {
        Optional<Wire> event = mine(record, "session_ended", session(record, "reason", reason));
        begun.remove(record.entity().id());
        return event;
    }

    private Optional<Wire> turn(EventRecord record, Item.Result result, @Nullable String inputId) {
        return mine(
                record,
                result.success() ? "task_completed" : "task_failed",
                Frames.members(
                        "sessionId",
                        record.entity().id(),
                        "taskId",
                        inputId == null ? null : NeolithIds.task(inputId),
                        "result",
                        result.text()));
    }

    private static Map<String, Object> session(EventRecord record, String name, @Nullable Object value) {
        return Frames.members("sessionId", record.entity().id(), name, value);
    }

    private static Map<String, Object> daemon(Map<String, Object> body) {
        return Frames.members(
                "instanceId", body.get("instanceId"),
                "lastHeartbeat",
                        Iso.ofNullable(Records.read(body, Records.Daemon.class).lastHeartbeat()),
                "status", body.get("activity"),
                "operationalStatus", body.get("operational"),
                "presence", body.get("presence"));
    }

    private Optional<Wire> mine(EventRecord record, String type, Map<String, Object> payload) {
        String id = record.entity().id();
        return begun.contains(id) || orchestratorId.equals(ownerOfSession.apply(id))
                ? event(record, type, payload)
                : Optional.empty();
    }

    private static Optional<Wire> event(EventRecord record, String type, Map<String, Object> payload) {
        return Optional.of(new Wire(
                place(record).id(), type, payload, Iso.of(record.cause().at())));
    }
}
