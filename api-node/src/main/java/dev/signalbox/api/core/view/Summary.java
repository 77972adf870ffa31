package dev.signalbox.api.core.view;

import dev.signalbox.schemas.spec.AgentProfile.AgentKind;
import dev.signalbox.schemas.state.Activity;
import dev.signalbox.schemas.state.Agent;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.HostStatus;
import dev.signalbox.schemas.state.Input;
import dev.signalbox.schemas.state.Input.InputStatus;
import dev.signalbox.schemas.state.Repository;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionStatus;
import dev.signalbox.schemas.state.Task;
import dev.signalbox.schemas.state.TaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a list shows of an entity, and what it can be filtered by; kept for each, so it is small.
public sealed interface Summary {
    String id();

    Instant createdAt();

    Map<String, String> labels();

    /// @param providers names of the usable ones
    record HostSummary(
            String id,
            String name,
            HostStatus status,
            int sessions,
            int capacity,
            List<String> providers,
            Map<String, String> labels,
            Instant createdAt,
            Instant statusSince)
            implements Summary {
        static HostSummary of(Host host) {
            var fingerprint = host.fingerprint();
            return new HostSummary(
                    host.id(),
                    host.name(),
                    host.status(),
                    host.sessions().size(),
                    fingerprint == null ? 0 : fingerprint.capacity(),
                    fingerprint == null
                            ? List.of()
                            : fingerprint.providers().stream()
                                    .filter(p -> p.usable())
                                    .map(p -> p.name())
                                    .toList(),
                    host.labels(),
                    host.joinedAt(),
                    host.statusSince());
        }
    }

    record AgentSummary(
            String id,
            String name,
            AgentKind kind,
            @Nullable String provider,
            @Nullable String role,
            @Nullable String activeSession,
            Map<String, String> labels,
            Instant createdAt)
            implements Summary {
        static AgentSummary of(Agent agent) {
            var profile = agent.profile();
            return new AgentSummary(
                    agent.id(),
                    profile.name(),
                    profile.kind(),
                    profile.provider(),
                    profile.role(),
                    agent.activeSession(),
                    profile.labels(),
                    agent.createdAt());
        }
    }

    /// @param turns how many turns have ended, failed ones included
    /// @param tokens read and written, as far as the provider tells
    record SessionSummary(
            String id,
            String agentId,
            String provider,
            SessionStatus status,
            @Nullable Activity activity,
            @Nullable String hostId,
            @Nullable String taskId,
            boolean interactive,
            @Nullable Integer exitCode,
            int turns,
            int failedTurns,
            long tokens,
            @Nullable Instant activeAt,
            Map<String, String> labels,
            Instant createdAt,
            Instant statusSince)
            implements Summary {
        static SessionSummary of(Session session) {
            var end = session.end();
            var usage = session.usage();
            Instant created = session.since()
                    .getOrDefault(SessionStatus.REQUESTED, session.cause().at());
            return new SessionSummary(
                    session.id(),
                    session.agentId(),
                    session.spec().provider(),
                    session.status(),
                    session.activity(),
                    session.hostId(),
                    session.taskId(),
                    session.spec().interactive(),
                    end == null ? null : end.exitCode(),
                    session.turns(),
                    session.failedTurns(),
                    usage == null ? 0 : usage.inputTokens() + usage.outputTokens(),
                    session.activeAt(),
                    session.spec().labels(),
                    created,
                    session.since().getOrDefault(session.status(), created));
        }
    }

    /// @param title the title, else the beginning of the instruction or the command
    record TaskSummary(
            String id,
            String title,
            TaskStatus status,
            String provider,
            @Nullable String agentId,
            @Nullable String sessionId,
            int attempts,
            Map<String, String> labels,
            Instant createdAt,
            @Nullable Instant endedAt)
            implements Summary {
        private static final int TITLE = 60;

        static TaskSummary of(Task task) {
            var spec = task.spec();
            var attempt = task.attempt();
            String given = spec.title();
            String title = given != null && !given.isBlank()
                    ? given
                    : spec.instruction().isBlank() ? String.join(" ", spec.command()) : spec.instruction();
            return new TaskSummary(
                    task.id(),
                    beginning(title, TITLE),
                    task.status(),
                    spec.provider(),
                    spec.agentId(),
                    attempt == null ? null : attempt.sessionId(),
                    task.attempts().size(),
                    spec.labels(),
                    task.createdAt(),
                    task.endedAt());
        }
    }

    /// @param text its beginning
    record InputSummary(String id, String sessionId, InputStatus status, String text, Instant createdAt)
            implements Summary {
        private static final int TEXT = 80;

        static InputSummary of(Input input) {
            return new InputSummary(
                    input.id(), input.sessionId(), input.status(), beginning(input.text(), TEXT), input.queuedAt());
        }

        @Override
        public Map<String, String> labels() {
            return Map.of();
        }
    }

    /// @param aliasOf the repository that its path leads to, when that is another path's
    record RepositorySummary(
            String id,
            String hostId,
            String path,
            @Nullable String aliasOf,
            boolean present,
            int worktrees,
            Instant createdAt)
            implements Summary {
        static RepositorySummary of(Repository repository) {
            return new RepositorySummary(
                    repository.id(),
                    repository.hostId(),
                    repository.path(),
                    repository.aliasOf(),
                    repository.present(),
                    repository.worktrees().size(),
                    repository.createdAt());
        }

        @Override
        public Map<String, String> labels() {
            return Map.of();
        }
    }

    /// Of an entity that is found by its id alone.
    record Plain(String id, Instant createdAt) implements Summary {
        @Override
        public Map<String, String> labels() {
            return Map.of();
        }
    }

    /// The first line, cut at a character, not in the middle of one.
    private static String beginning(String text, int max) {
        String line = text.strip().lines().findFirst().orElse("");
        if (line.length() <= max) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(max - 1)) ? max - 1 : max;
        return line.substring(0, end);
    }
}
