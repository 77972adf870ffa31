package dev.signalbox.processor.decide;

import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.spec.AgentProfile;
import dev.signalbox.schemas.spec.AgentProfile.AgentKind;
import dev.signalbox.schemas.spec.ApprovalMode;
import dev.signalbox.schemas.spec.Placement;
import dev.signalbox.schemas.spec.SessionSpec;
import dev.signalbox.schemas.spec.SilentHostPolicy;
import dev.signalbox.schemas.spec.TaskSpec;
import dev.signalbox.schemas.spec.TerminalSize;
import dev.signalbox.schemas.spec.Workspace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Specs for tests, and ways to change one thing about them.
final class Specs {
    private Specs() {}

    static SessionSpec command() {
        return session("command", false, Placement.ANYWHERE, SilentHostPolicy.KEEP, false);
    }

    static SessionSpec claude() {
        return session("claude", false, Placement.ANYWHERE, SilentHostPolicy.KEEP, false);
    }

    static SessionSpec terminal() {
        return session("claude", true, Placement.ANYWHERE, SilentHostPolicy.KEEP, false);
    }

    static SessionSpec on(String hostId) {
        return session("command", false, new Placement(hostId, Map.of()), SilentHostPolicy.KEEP, false);
    }

    static SessionSpec silent(SilentHostPolicy.Action action, Duration after, boolean exclusive) {
        return session("command", false, Placement.ANYWHERE, new SilentHostPolicy(action, after), exclusive);
    }

    static SessionSpec session(
            String provider, boolean interactive, Placement placement, SilentHostPolicy silentHost, boolean exclusive) {
        return new SessionSpec(
                provider,
                List.of("true"),
                interactive,
                false,
                Workspace.DEFAULT,
                placement,
                List.of(),
                Map.of(),
                Map.of(),
                ApprovalMode.ASK,
                TerminalSize.DEFAULT,
                silentHost,
                exclusive,
                null,
                null);
    }

    static SessionSpec in(String cwd) {
        return command().placed(new Workspace(cwd, null), Placement.ANYWHERE);
    }

    static Command.StartSession start(String sessionId, SessionSpec spec) {
        return new Command.StartSession(sessionId, null, spec, null, Map.of());
    }

    static Command.StartSession startFor(String agentId, String sessionId, SessionSpec spec) {
        return new Command.StartSession(sessionId, agentId, spec, null, Map.of());
    }

    static Command.StopSession stop(String sessionId) {
        return new Command.StopSession(sessionId, true, null, null, false);
    }

    static Command.StopSession suspend(String sessionId) {
        return new Command.StopSession(sessionId, true, null, null, true);
    }

    static Command.ResumeSession resume(String sessionId, String resumes) {
        return new Command.ResumeSession(sessionId, resumes, null, null, null, Map.of());
    }

    static Command.CreateAgent agent(String agentId) {
        return new Command.CreateAgent(agentId, profile(agentId + "-name"));
    }

    static AgentProfile profile(String name) {
        return new AgentProfile(name, AgentKind.AI, "claude", null, Map.of(), Map.of());
    }

    static Command.CreateTask create(String taskId, TaskSpec spec) {
        return new Command.CreateTask(taskId, spec, Map.of());
    }

    static TaskSpec task() {
        return new Tasks().spec();
    }

    static Tasks tasks() {
        return new Tasks();
    }

    /// Makes task specs that differ from the plain one in some things.
    static final class Tasks {
        private String provider = "command";
        private @Nullable String agentId;
        private Placement placement = Placement.ANYWHERE;
        private @Nullable Duration timeout;
        private @Nullable Duration queueTimeout;
        private int maxAttempts = 1;
        private int priority;
        private @Nullable String sessionId;

        Tasks provider(String name) {
            provider = name;
            return this;
        }

        Tasks agent(String id) {
            agentId = id;
            return this;
        }

        Tasks on(String hostId) {
            placement = new Placement(hostId, Map.of());
            return this;
        }

        Tasks labels(Map<String, String> labels) {
            placement = new Placement(null, labels);
            return this;
        }

        Tasks timeout(Duration limit) {
            timeout = limit;
            return this;
        }

        Tasks queueTimeout(Duration limit) {
            queueTimeout = limit;
            return this;
        }

        Tasks attempts(int most) {
            maxAttempts = most;
            return this;
        }

        Tasks priority(int value) {
            priority = value;
            return this;
        }

        Tasks session(String id) {
            sessionId = id;
            return this;
        }

        TaskSpec spec() {
            return new TaskSpec(
                    null,
                    "do it",
                    provider,
                    List.of("true"),
                    agentId,
                    Workspace.DEFAULT,
                    placement,
                    List.of(),
                    Map.of(),
                    Map.of(),
                    ApprovalMode.ASK,
                    timeout,
                    queueTimeout,
                    maxAttempts,
                    priority,
                    sessionId);
        }
    }
}
