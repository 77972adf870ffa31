package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.text.Iso;
import dev.signalbox.schemas.output.Item;
import dev.signalbox.schemas.state.Input;
import dev.signalbox.schemas.state.Input.InputStatus;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionEnd;
import dev.signalbox.schemas.state.SessionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Shows a session, whoever started it, as one of Neolith's. Pure.
final class SessionMapping {
    private SessionMapping() {}

    /// @param first the prompt that it began with; null: none
    /// @param metadata what the client said of the task besides; empty: nothing
    static WireSession of(Session session, @Nullable Input first, Map<String, Object> metadata, Instant now) {
        Instant started = started(session);
        SessionEnd end = session.end();
        Instant until = end == null ? now : end.endedAt();
        return new WireSession(
                session.id(),
                orchestrator(session),
                task(session, first, metadata),
                type(session),
                status(session),
                Iso.of(started),
                end == null ? null : Iso.of(end.endedAt()),
                WireSession.Memory.EMPTY,
                metrics(session, Duration.between(started, until)));
    }

    /// As it is when it was just asked for, whatever has become of it since.
    static WireSession asSpawned(String id, Instant started, SpawnRequest request) {
        String at = Iso.of(started);
        return new WireSession(
                id,
                request.orchestratorId(),
                new WireSession.Task(
                        NeolithIds.firstTask(id),
                        request.taskType(),
                        request.description(),
                        request.priority(),
                        "pending",
                        at,
                        at,
                        request.metadata().isEmpty() ? null : request.metadata(),
                        null),
                request.sessionType(),
                "initializing",
                at,
                null,
                WireSession.Memory.EMPTY,
                new WireSession.Metrics(0, 0, 0, 0, 0));
    }

    /// As it is when it turns out that there will be none.
    static WireSession asRefused(WireSession spawned, Instant now) {
        String at = Iso.of(now);
        WireSession.Task task = spawned.task();
        return new WireSession(
                spawned.id(),
                spawned.orchestratorId(),
                new WireSession.Task(
                        task.id(),
                        task.type(),
                        task.description(),
                        task.priority(),
                        "failed",
                        task.createdAt(),
                        at,
                        task.metadata(),
                        task.assignedTo()),
                spawned.type(),
                "failed",
                spawned.startedAt(),
                at,
                spawned.memoryContext(),
                spawned.metrics());
    }

    /// Whether it has come so far that there is output of it, or that there will be none.
    static boolean hasBegun(Session session) {
        return switch (session.status()) {
            case REQUESTED, PLACED, STARTING -> false;
            case RUNNING, UNKNOWN, STOPPING, ENDED, SUSPENDED, FAILED_TO_START, LOST -> true;
        };
    }

    static Instant started(Session session) {
        return session.since()
                .getOrDefault(SessionStatus.REQUESTED, session.cause().at());
    }

    static String orchestrator(Session session) {
        return session.spec().labels().getOrDefault(Labels.ORCHESTRATOR, session.agentId());
    }

    static String type(Session session) {
        return session.spec()
                .labels()
                .getOrDefault(Labels.TYPE, session.spec().provider().equals("claude") ? "claude-code" : "custom");
    }

    /// One whose host is silent is `paused`: it may go on, and nobody can tell what it does.
    static String status(Session session) {
        return switch (session.status()) {
            case REQUESTED, PLACED, STARTING -> "initializing";
            case RUNNING, STOPPING -> "running";
            case UNKNOWN -> session.process() == null ? "initializing" : "paused";
            case ENDED -> ended(session);
            case SUSPENDED -> "terminated";
            case FAILED_TO_START, LOST -> "failed";
        };
    }

    private static String ended(Session session) {
        SessionEnd end = session.end();
        if (session.since().containsKey(SessionStatus.STOPPING) || (end != null && end.exitCode() == null)) {
            return "terminated";
        }
        return end != null && Integer.valueOf(0).equals(end.exitCode()) ? "completed" : "failed";
    }

    /// Whether a prompt may be sent: one that is starting takes it when it runs.
    static boolean takesTasks(Session session) {
        return switch (session.status()) {
            case REQUESTED, PLACED, STARTING, RUNNING, UNKNOWN -> true;
            case STOPPING, ENDED, SUSPENDED, FAILED_TO_START, LOST -> false;
        };
    }

    private static WireSession.Task task(Session session, @Nullable Input first, Map<String, Object> metadata) {
        Map<String, String> labels = session.spec().labels();
        Instant created = first == null ? started(session) : first.queuedAt();
        String description =
                first != null ? first.text() : String.join(" ", session.spec().command());
        return new WireSession.Task(
                NeolithIds.firstTask(session.id()),
                labels.getOrDefault(Labels.TASK_TYPE, "general"),
                description,
                labels.getOrDefault(Labels.PRIORITY, "medium"),
                taskStatus(session, first),
                Iso.of(created),
                Iso.of(updated(session, created)),
                metadata.isEmpty() ? null : metadata,
                session.hostId());
    }

    private static Instant updated(Session session, Instant created) {
        Instant newest = session.cause().at();
        return newest.isAfter(created) ? newest : created;
    }

    private static String taskStatus(Session session, @Nullable Input first) {
        if (first != null && first.status() == InputStatus.CANCELED) {
            return "cancelled";
        }
        Item.Result last = session.lastResult();
        if (last != null) {
            return session.turns() == 1 && !last.success() ? "failed" : "completed";
        }
        return switch (status(session)) {
            case "completed" -> "completed";
            case "failed" -> "failed";
            case "terminated" -> "cancelled";
            default -> first == null || first.status() == InputStatus.QUEUED ? "pending" : "in_progress";
        };
    }

    private static WireSession.Metrics metrics(Session session, Duration lasted) {
        Item.Usage usage = session.usage();
        long tokens = usage == null ? 0 : usage.inputTokens() + usage.outputTokens();
        Item.Result last = session.lastResult();
        long response = last == null || last.durationMs() == null ? 0 : last.durationMs();
        return new WireSession.Metrics(
                tokens,
                Math.max(0, lasted.toMillis()),
                session.turns() - session.failedTurns(),
                session.failedTurns(),
                response);
    }
}
