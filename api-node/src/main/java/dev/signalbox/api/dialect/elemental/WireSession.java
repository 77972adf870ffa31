package dev.signalbox.api.dialect.elemental;

import dev.signalbox.api.core.text.Iso;
import dev.signalbox.schemas.spec.Workspace;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionEnd;
import dev.signalbox.schemas.state.SessionStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A session as Elemental's clients read it; what is not known is left out.
///
/// @param hostSilentSince there while its host is silent: nobody knows then whether it still is as `status` says;
/// the original has no such word
/// @param worktree as the client that started it named it, else the directory of a worktree that was made for it
record WireSession(
        String id,
        @Nullable String claudeSessionId,
        String agentId,
        String agentRole,
        @Nullable String workerMode,
        @Nullable Long pid,
        String status,
        @Nullable String workingDirectory,
        @Nullable String worktree,
        String createdAt,
        @Nullable String startedAt,
        @Nullable String lastActivityAt,
        @Nullable String hostSilentSince,
        @Nullable String endedAt,
        @Nullable String terminationReason) {

    /// The label under which a session remembers the `worktree` that it was asked for.
    static final String WORKTREE = "elemental/worktree";

    /// One line of an agent's history.
    record HistoryEntry(
            String id,
            @Nullable String claudeSessionId,
            String status,
            @Nullable String workingDirectory,
            @Nullable String worktree,
            @Nullable String startedAt,
            @Nullable String endedAt,
            @Nullable String terminationReason) {}

    static WireSession of(Session session, AgentRole role, @Nullable String workerMode) {
        var process = session.process();
        var end = session.end();
        var silence = session.silence();
        boolean live = !session.status().terminal();
        return new WireSession(
                session.id(),
                session.nativeSessionId(),
                session.agentId(),
                role.wireName(),
                role == AgentRole.WORKER ? workerMode : null,
                process == null || !live ? null : Long.valueOf(process.pid()),
                WireStatus.of(session).wireName(),
                directory(session),
                worktree(session),
                Iso.of(createdAt(session)),
                Iso.ofNullable(process == null ? null : process.startedAt()),
                Iso.of(session.activeAt() == null ? session.cause().at() : session.activeAt()),
                live && silence != null ? Iso.of(silence.since()) : null,
                live ? null : Iso.of(end == null ? session.cause().at() : end.endedAt()),
                live ? null : reason(session, end));
    }

    HistoryEntry history() {
        return new HistoryEntry(
                id, claudeSessionId, status, workingDirectory, worktree, startedAt, endedAt, terminationReason);
    }

    static Instant createdAt(Session session) {
        return session.since()
                .getOrDefault(SessionStatus.REQUESTED, session.cause().at());
    }

    private static @Nullable String directory(Session session) {
        var process = session.process();
        return process == null ? session.spec().workspace().cwd() : process.cwd();
    }

    private static @Nullable String worktree(Session session) {
        String asked = session.spec().labels().get(WORKTREE);
        if (asked != null) {
            return asked;
        }
        Workspace.Worktree made = session.spec().workspace().worktree();
        var process = session.process();
        return made == null || process == null ? null : process.cwd();
    }

    private static @Nullable String reason(Session session, @Nullable SessionEnd end) {
        if (session.status() == SessionStatus.LOST) {
            return "the host was silent for too long; whether the process still runs is not known";
        }
        if (end == null) {
            return null;
        }
        return end.reason() != null
                ? end.reason()
                : end.code() == null ? null : end.code().meaning();
    }
}
