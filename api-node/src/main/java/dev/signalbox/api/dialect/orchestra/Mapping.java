package dev.signalbox.api.dialect.orchestra;

import dev.signalbox.schemas.state.ProcessRef;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionStatus;
import dev.signalbox.schemas.state.Task;
import dev.signalbox.schemas.state.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The vocabulary's entities as the wire has them. Pure.
final class Mapping {
    private static final double MIB = 1024 * 1024;

    private Mapping() {}

    static Instant created(Session session) {
        return session.since()
                .getOrDefault(SessionStatus.REQUESTED, session.cause().at());
    }

    /// When it was last known to do something.
    static Instant lastActivity(Session session) {
        return Stream.concat(session.since().values().stream(), Stream.ofNullable(session.activeAt()))
                .max(Instant::compareTo)
                .orElseGet(() -> session.cause().at());
    }

    static Wire.Spawned spawned(Session session) {
        return new Wire.Spawned(
                session.id(),
                session.spec().provider(),
                AgentStatuses.RUNNING,
                tmuxSession(session),
                Times.iso(created(session)));
    }

    static Wire.Agent agent(Session session) {
        return new Wire.Agent(
                session.id(),
                session.spec().provider(),
                AgentStatuses.of(session),
                Times.iso(created(session)),
                Times.iso(lastActivity(session)));
    }

    static Wire.Details details(Session session, Session.@Nullable Measured measured) {
        ProcessRef process = session.process();
        return new Wire.Details(
                session.id(),
                session.spec().provider(),
                AgentStatuses.of(session),
                process != null ? process.cwd() : session.spec().workspace().cwd(),
                tmuxSession(session),
                process == null ? null : process.tmuxPane(),
                Times.iso(created(session)),
                measured == null ? null : Long.valueOf(Math.round(measured.memoryBytes() / MIB)),
                measured == null ? null : Double.valueOf(Math.round(measured.cpuPercent() * 10) / 10.0));
    }

    static Wire.Terminated terminated(Session session) {
        var end = session.end();
        Instant at = end != null
                ? end.endedAt()
                : session.since().getOrDefault(session.status(), session.cause().at());
        return new Wire.Terminated(session.id(), AgentStatuses.TERMINATED, Times.iso(at));
    }

    private static @Nullable String tmuxSession(Session session) {
        ProcessRef process = session.process();
        return process == null ? null : process.tmuxSession();
    }

    static String status(TaskStatus status) {
        return switch (status) {
            case QUEUED, ASSIGNED -> "pending";
            case RUNNING -> "running";
            case COMPLETED -> "completed";
            case FAILED, CANCELED -> "failed";
            case TIMED_OUT -> "timeout";
        };
    }

    static Wire.Ticket ticket(Task task) {
        Instant started = started(task);
        Instant completed = task.endedAt();
        return new Wire.Ticket(
                task.id(),
                status(task.status()),
                task.spec().provider(),
                result(task),
                started == null ? null : Times.iso(started),
                completed == null ? null : Times.iso(completed),
                started == null || completed == null
                        ? null
                        : Long.valueOf(Duration.between(started, completed).toMillis()));
    }

    static @Nullable Instant started(Task task) {
        Task.Attempt attempt = task.attempt();
        return attempt == null ? null : attempt.startedAt();
    }

    private static Wire.@Nullable Result result(Task task) {
        return switch (task.status()) {
            case QUEUED, ASSIGNED, RUNNING -> null;
            case COMPLETED -> TaskReports.success(task.result());
            case FAILED, CANCELED, TIMED_OUT ->
                TaskReports.failure(task.status() == TaskStatus.TIMED_OUT ? "timed out" : task.reason(), task.result());
        };
    }
}
