package dev.signalbox.processor.decide;

import dev.signalbox.processor.row.Keys;
import dev.signalbox.processor.row.Row;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.spec.Placement;
import dev.signalbox.schemas.spec.ProviderTraits;
import dev.signalbox.schemas.spec.SessionSpec;
import dev.signalbox.schemas.spec.Workspace;
import dev.signalbox.schemas.state.Agent;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.HostStatus;
import dev.signalbox.schemas.state.ProcessRef;
import dev.signalbox.schemas.state.Session;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Starts sessions, and resumes them.
final class SessionDecider {
    private SessionDecider() {}

    static EntityRef ref(String sessionId) {
        return new EntityRef(EntityType.SESSION, sessionId);
    }

    static @Nullable Session find(Draft draft, @Nullable String sessionId) {
        return draft.find(Session.class, EntityType.SESSION, sessionId);
    }

    static Answer notFound(String sessionId) {
        return Answer.refused(
                ErrorCode.SESSION_NOT_FOUND,
                "sessionId",
                "there is no session " + sessionId + ", or it ended so long ago that it was forgotten");
    }

    static Answer start(Draft draft, Command.StartSession command) {
        if (find(draft, command.sessionId()) != null) {
            return Answer.refused(ErrorCode.ID_TAKEN, "sessionId", "there is a session " + command.sessionId());
        }
        if (command.agentId() != null && command.attributes() != null) {
            return Answer.refused(
                    ErrorCode.INVALID_REQUEST, "attributes", "are those of an implicit agent: leave out agentId");
        }
        return begin(
                draft,
                new Launching.Request(
                        command.sessionId(),
                        command.spec(),
                        null,
                        null,
                        TaskDecider.told(draft, command.taskId(), command.prompt()),
                        command.env()),
                command.agentId(),
                command.attributes(),
                command.maxLive(),
                command.taskId());
    }

    static Answer resume(Draft draft, Command.ResumeSession command) {
        Session old = find(draft, command.resumes());
        if (old == null) {
            return notFound(command.resumes());
        }
        if (find(draft, command.sessionId()) != null) {
            return Answer.refused(ErrorCode.ID_TAKEN, "sessionId", "there is a session " + command.sessionId());
        }
        if (!old.status().terminal()) {
            return new Answer.Refused(
                    ErrorCode.SESSION_EXISTS, "resumes", "the session is still live: stop it first", old.ref());
        }
        String nativeId = command.nativeSessionId() != null ? command.nativeSessionId() : old.nativeSessionId();
        boolean resumable = ProviderTraits.of(old.spec().provider())
                .map(ProviderTraits::resumable)
                .orElse(false);
        if (!resumable || nativeId == null) {
            return Answer.refused(
                    ErrorCode.SESSION_NOT_RESUMABLE,
                    "resumes",
                    resumable
                            ? "the session never told a native session to go on from"
                            : "sessions of '" + old.spec().provider() + "' cannot be resumed; start a new one");
        }
        SessionSpec spec = resumed(old, command, nativeId);
        Answer answer = begin(
                draft,
                new Launching.Request(
                        command.sessionId(),
                        spec,
                        null,
                        null,
                        TaskDecider.told(draft, command.taskId(), command.prompt()),
                        command.env()),
                old.agentId(),
                null,
                command.maxLive(),
                command.taskId());
        if (answer instanceof Answer.Accepted) {
            draft.emit(old.ref(), new Event.SessionResumed(command.sessionId()));
        }
        return answer;
    }

    /// The same as before, where it was before: what the provider remembers lies on that host, in that
    /// directory.
    private static SessionSpec resumed(Session old, Command.ResumeSession command, String nativeId) {
        ProcessRef process = old.process();
        Workspace workspace = process == null ? old.spec().workspace() : new Workspace(process.cwd(), null);
        String host =
                old.hostId() != null ? old.hostId() : old.spec().placement().hostId();
        SessionSpec spec = old.spec()
                .placed(workspace, new Placement(host, old.spec().placement().labels()))
                .resuming(old.id(), nativeId);
        return command.interactive() == null ? spec : spec.interactively(command.interactive());
    }

    /// What can be refused before anything is asked of a host; null when nothing is.
    static @Nullable Answer check(Draft draft, SessionSpec spec) {
        Answer unknown = Providers.unknown(draft, spec.provider());
        if (unknown != null) {
            return unknown;
        }
        String hostId = spec.placement().hostId();
        String leaving = RepositoryDecider.leaving(draft, hostId, spec.workspace());
        if (leaving != null) {
            return Answer.refused(ErrorCode.WORKTREE_BUSY, "workspace.cwd", leaving);
        }
        if (hostId == null) {
            return null;
        }
        Host host = draft.find(Host.class, EntityType.HOST, hostId);
        if (host == null) {
            return Answer.refused(ErrorCode.HOST_NOT_FOUND, "placement.hostId", "there is no host " + hostId);
        }
        if (host.status() == HostStatus.REMOVED) {
            return Answer.refused(ErrorCode.HOST_REMOVED, "placement.hostId", "the host " + hostId + " was removed");
        }
        if (host.fingerprint() != null && !host.fingerprint().runs(spec.provider(), spec.interactive())) {
            return Answer.refused(
                    ErrorCode.NO_HOST,
                    "placement.hostId",
                    "the host " + host.name() + " cannot run '" + spec.provider() + "'"
                            + (spec.interactive() ? " in a terminal" : ""));
        }
        return null;
    }

    /// @param attributes of the implicit agent, where there is no other
    /// @param taskId a task that the session takes out of the queue; null: none
    private static Answer begin(
            Draft draft,
            Launching.Request request,
            @Nullable String agentId,
            @Nullable Map<String, Object> attributes,
            @Nullable Integer maxLive,
            @Nullable String taskId) {
        Answer refusal = check(draft, request.spec());
        refusal = refusal != null ? refusal : request.tooLarge();
        refusal = refusal != null ? refusal : full(draft, maxLive);
        refusal = refusal != null || agentId == null ? refusal : busy(draft, agentId);
        refusal = refusal != null ? refusal : named(draft, request.spec());
        refusal = refusal != null || taskId == null ? refusal : TaskDecider.untakable(draft, taskId, agentId);
        if (refusal != null) {
            return refusal;
        }
        String agent = agentId != null
                ? agentId
                : Launching.adhoc(
                        draft,
                        request.sessionId(),
                        request.spec().provider(),
                        attributes == null ? Map.of() : attributes);
        Launching.request(draft, request, agent);
        if (taskId != null) {
            TaskDecider.handOver(draft, taskId, request.sessionId());
        }
        Launching.placeOrWait(draft, request.sessionId());
        return Answer.accepted(ref(request.sessionId()));
    }

    /// The refusal of one more live session than the namespace may have; null when it may.
    static @Nullable Answer full(Draft draft) {
        return full(draft, null);
    }

    private static @Nullable Answer full(Draft draft, @Nullable Integer maxLive) {
        int limit = NamespaceDecider.limits(draft).liveSessions();
        int most = maxLive == null ? limit : Math.min(limit, maxLive);
        return draft.counter().liveSessions() < most
                ? null
                : Answer.refused(
                        ErrorCode.LIMIT_REACHED, "the namespace has " + most + " live sessions, as many as it may");
    }

    /// Two terminals of one name would be taken for each other; where the second is to run is not known yet.
    private static @Nullable Answer named(Draft draft, SessionSpec spec) {
        String name = spec.terminalName();
        return name != null
                        && draft.get(Keys.name(draft.namespace(), EntityType.SESSION, name))
                                instanceof Row.Pointer(var other)
                ? new Answer.Refused(
                        ErrorCode.NAME_TAKEN,
                        "terminalName",
                        "the live session " + other + " has a terminal of this name",
                        ref(other))
                : null;
    }

    private static @Nullable Answer busy(Draft draft, String agentId) {
        Agent agent = draft.find(Agent.class, EntityType.AGENT, agentId);
        if (agent == null) {
            return Answer.refused(ErrorCode.AGENT_NOT_FOUND, "agentId", "there is no agent " + agentId);
        }
        return agent.activeSession() == null
                ? null
                : new Answer.Refused(
                        ErrorCode.SESSION_EXISTS,
                        "agentId",
                        "the agent has the live session " + agent.activeSession(),
                        ref(agent.activeSession()));
    }
}
