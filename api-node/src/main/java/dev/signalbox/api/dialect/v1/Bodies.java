package dev.signalbox.api.dialect.v1;

import dev.signalbox.schemas.command.Command.OpenNamespace.Limits;
import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.spec.AgentProfile.AgentKind;
import dev.signalbox.schemas.spec.ApprovalMode;
import dev.signalbox.schemas.spec.TerminalSize;
import dev.signalbox.schemas.spec.Workspace;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The bodies of v1's requests. What a body leaves out is null; the vocabulary's records give defaults and check
/// bounds.
final class Bodies {
    private Bodies() {}

    record SessionRequest(
            @Nullable String provider,
            @Nullable List<String> command,
            @Nullable List<String> args,
            @Nullable String cwd,
            Workspace.@Nullable Worktree worktree,
            @Nullable String host,
            @Nullable Map<String, String> constraints,
            @Nullable Boolean interactive,
            @Nullable Boolean oneShot,
            @Nullable String prompt,
            @Nullable Map<String, String> env,
            @Nullable Map<String, String> envFrom,
            @Nullable Map<String, String> labels,
            @Nullable String agent,
            @Nullable ApprovalMode approvals,
            @Nullable TerminalSize terminal,
            @Nullable SilentHost silentHost,
            @Nullable Boolean exclusive,
            @Nullable String terminalName) {}

    record SilentHost(@Nullable String action, @Nullable String after) {}

    record TaskRequest(
            @Nullable String title,
            @Nullable String instruction,
            @Nullable String provider,
            @Nullable List<String> command,
            @Nullable List<String> args,
            @Nullable String agent,
            @Nullable String cwd,
            Workspace.@Nullable Worktree worktree,
            @Nullable String host,
            @Nullable Map<String, String> constraints,
            @Nullable Map<String, String> env,
            @Nullable Map<String, String> envFrom,
            @Nullable Map<String, String> labels,
            @Nullable ApprovalMode approvals,
            @Nullable String timeout,
            @Nullable String queueTimeout,
            @Nullable Integer maxAttempts,
            @Nullable Integer priority) {}

    record LimitsRequest(
            @Nullable Integer hosts,
            @Nullable Integer agents,
            @Nullable Integer liveSessions,
            @Nullable Integer openTasks) {

        /// What is not given stays.
        Limits instead(Limits before) {
            return new Limits(
                    hosts == null ? before.hosts() : hosts,
                    agents == null ? before.agents() : agents,
                    liveSessions == null ? before.liveSessions() : liveSessions,
                    openTasks == null ? before.openTasks() : openTasks);
        }
    }

    record AgentRequest(
            @Nullable String name,
            @Nullable AgentKind kind,
            @Nullable String provider,
            @Nullable String role,
            @Nullable Map<String, String> labels,
            @Nullable Map<String, Object> attributes) {}

    record StopRequest(
            @Nullable Boolean graceful,
            @Nullable String grace,
            @Nullable String reason,
            @Nullable Boolean suspend) {}

    record ResumeRequest(
            @Nullable String prompt,
            @Nullable Boolean interactive,
            @Nullable String nativeSessionId,
            @Nullable Map<String, String> env) {}

    record InputRequest(@Nullable String text) {}

    record MoveRequest(@Nullable Integer position) {}

    record KeystrokesRequest(
            @Nullable String data,
            @Nullable String text,
            @Nullable Boolean takeover) {}

    record ReasonRequest(@Nullable String reason) {}

    record JoinTokenRequest(@Nullable String ttl) {}

    record JoinRequest(
            @Nullable String name,
            @Nullable String publicKey,
            @Nullable Map<String, String> labels,
            @Nullable String hostId) {}

    record RepositoryRequest(
            @Nullable String host, @Nullable String path) {}

    record WorktreeRequest(
            @Nullable String path,
            @Nullable String branch,
            @Nullable String base,
            @Nullable Map<String, String> attributes) {}

    record NoBody() {}

    /// The argv of the provider `command`, or further arguments of another one.
    static List<String> argv(@Nullable List<String> command, @Nullable List<String> args, @Nullable String provider) {
        boolean isCommand = "command".equals(provider);
        if (command != null && args != null) {
            throw Check.invalid("args", "and command exclude each other");
        }
        if (isCommand && args != null) {
            throw Check.invalid("args", "is for other providers; give the whole argv in command");
        }
        if (!isCommand && command != null) {
            throw Check.invalid("command", "is for the provider 'command'; give further arguments in args");
        }
        List<String> argv = command != null ? command : args;
        return Check.argv(isCommand ? "command" : "args", argv);
    }

    static Workspace workspace(@Nullable String cwd, Workspace.@Nullable Worktree worktree) {
        return cwd == null && worktree == null ? Workspace.DEFAULT : new Workspace(cwd, worktree);
    }

    static boolean orElse(@Nullable Boolean given, boolean absent) {
        return given == null ? absent : given;
    }
}
