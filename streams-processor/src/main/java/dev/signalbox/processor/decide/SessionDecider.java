package dev.signalbox.processor.decide;

import dev.signalbox.processor.row.Keys;
import dev.signalbox.processor.row.Row;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.spec.AgentProfile;
import dev.signalbox.schemas.spec.AgentProfile.AgentKind;
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
import dev.signalbox.schemas.state.SessionStatus;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Starts, resumes and resizes sessions, and lends their keyboards.
final class SessionDecider {
    private SessionDecider() {}

    static EntityRef ref(String sessionId) {
        return new EntityRef(EntityType.SESSION, sessionId);
    }

    static @Nullable Session find(Draft draft, @Nullable String sessionId) {
        return draft.find(Session.class, EntityType.SESSION, sessionId);
    }

    static Answer notFound(String sessionId) {
        return Answer.refused(ErrorCode.SESSION_NOT_FOUND, "sessionId", "there is no session " + sessionId);
    }

    static Answer start(Draft draft, Command.StartSession command) {
        if (find(draft, command.sessionId()) != null) {
            return Answer.refused(ErrorCode.ID_TAKEN, "sessionId", "there is a session " + command.sessionId());
        }
        Answer refusal = check(draft, command.spec());
        return refusal != null
                ? refusal
                : begin(draft, command.sessionId(), command.agentId(), command.spec(), command.prompt(), command.env());
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
        Answer refusal = check(draft, spec);
        if (refusal != null) {
            return refusal;
        }
        Answer answer = begin(draft, command.sessionId(), old.agentId(), spec, command.prompt(), command.env());
        if (answer instanceof Answer.Accepted) {
            draft.emit(old.ref(), new Event.SessionResumed(command.sessionId()));
        }
        return answer;
    }

    /// The same as before, where it was before: what the provider remembers lies on that host, in that directory.
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
        boolean known = ProviderTraits.of(spec.provider()).isPresent()
                || draft.all(Host.class, EntityType.HOST).stream()
                        .anyMatch(host -> host.fingerprint() != null
                                && host.fingerprint().providers().stream()
                                        .anyMatch(found -> found.name().equals(spec.provider())));
        if (!known) {
            return Answer.refused(
                    ErrorCode.UNKNOWN_PROVIDER,
                    "provider",
                    "there is no provider '" + spec.provider() + "'; there are: "
                            + String.join(
                                    ", ",
                                    ProviderTraits.known().stream()
                                            .map(ProviderTraits::name)
                                            .toList()));
        }
        String hostId = spec.placement().hostId();
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

    private static Answer begin(
            Draft draft,
            String sessionId,
            @Nullable String agentId,
            SessionSpec spec,
            @Nullable String prompt,
            Map<String, String> env) {
        Row.Counter counter = draft.counter();
        int most = NamespaceDecider.limits(draft).liveSessions();
        if (counter.liveSessions() >= most) {
            return Answer.refused(
                    ErrorCode.LIMIT_REACHED, "the namespace has " + most + " live sessions, as many as it may");
        }
        if (agentId != null) {
            Agent agent = draft.find(Agent.class, EntityType.AGENT, agentId);
            if (agent == null) {
                return Answer.refused(ErrorCode.AGENT_NOT_FOUND, "agentId", "there is no agent " + agentId);
            }
            if (agent.activeSession() != null) {
                return new Answer.Refused(
                        ErrorCode.SESSION_EXISTS,
                        "agentId",
                        "the agent has the live session " + agent.activeSession(),
                        ref(agent.activeSession()));
            }
        }
        String agent = agentId != null ? agentId : adhoc(draft, sessionId, spec.provider());
        request(draft, sessionId, agent, spec, null, null, prompt, env);
        if (!place(draft, sessionId)) {
            draft.timer(Row.ClockKind.WALL, Limits.PLACEMENT, Row.TimerKind.PLACEMENT, ref(sessionId), 0);
        }
        return Answer.accepted(ref(sessionId));
    }

    /// The implicit agent of a session without one.
    static String adhoc(Draft draft, String forId, String provider) {
        String id = Ids.AGENT.derive(forId);
        if (draft.find(Agent.class, EntityType.AGENT, id) == null) {
            draft.emit(
                    new EntityRef(EntityType.AGENT, id),
                    new Event.AgentCreated(new AgentProfile(id, AgentKind.ADHOC, provider, null, Map.of(), Map.of())));
        }
        return id;
    }

    static void request(
            Draft draft,
            String sessionId,
            String agentId,
            SessionSpec spec,
            @Nullable String taskId,
            @Nullable Integer attempt,
            @Nullable String prompt,
            Map<String, String> env) {
        SessionSpec named = spec.withEnvNames(env.keySet().stream().sorted().toList());
        draft.emit(ref(sessionId), new Event.SessionRequested(agentId, named, taskId, attempt));
        if (!env.isEmpty()) {
            draft.put(Keys.secrets(draft.namespace(), sessionId), new Row.Secrets(env));
        }
        if (prompt != null && !prompt.isEmpty()) {
            draft.emit(
                    new EntityRef(EntityType.INPUT, Ids.INPUT.derive(sessionId)),
                    new Event.InputQueued(sessionId, prompt));
        }
    }

    /// Places a waiting session if a host can be found; whether it was.
    static boolean place(Draft draft, String sessionId) {
        Session session = find(draft, sessionId);
        if (session == null || session.status() != SessionStatus.REQUESTED) {
            return false;
        }
        SessionSpec spec = session.spec();
        Placing.Choice choice =
                Placing.choose(draft, spec.provider(), spec.interactive(), spec.placement(), spec.workspace());
        return switch (choice) {
            case Placing.Choice.None _ -> false;
            case Placing.Choice.Found(var host) -> {
                launch(draft, session, host.id());
                yield true;
            }
        };
    }

    private static void launch(Draft draft, Session session, String hostId) {
        long epoch = session.epoch() + 1;
        long seq = draft.link(hostId).directiveSeq() + 1;
        draft.emit(session.ref(), new Event.SessionPlaced(hostId, epoch, seq));
        String inputId = session.queue().isEmpty() ? null : session.queue().getFirst();
        String prompt = inputId == null ? null : InputDecider.text(draft, inputId);
        if (inputId != null) {
            draft.emit(new EntityRef(EntityType.INPUT, inputId), new Event.InputSent(session.id()));
        }
        Map<String, String> env =
                draft.get(Keys.secrets(draft.namespace(), session.id())) instanceof Row.Secrets secrets
                        ? secrets.env()
                        : Map.of();
        draft.tell(
                hostId, new Directive.Launch(session.id(), epoch, session.spec(), inputId, prompt, env), Limits.START);
        draft.timer(
                Row.ClockKind.WALL, Limits.START.plus(Limits.STOP_REPORT), Row.TimerKind.START, session.ref(), epoch);
    }

    static Answer resize(Draft draft, Command.ResizeSession command) {
        Session session = find(draft, command.sessionId());
        Answer refusal = terminalOnly(session, command.sessionId());
        if (session == null || refusal != null) {
            return refusal == null ? notFound(command.sessionId()) : refusal;
        }
        if (!session.terminal().equals(command.terminal())) {
            draft.emit(session.ref(), new Event.SessionResized(command.terminal()));
            if (session.hostId() != null) {
                draft.tell(session.hostId(), new Directive.Resize(session.id(), command.terminal()), Limits.INPUT);
            }
        }
        return Answer.accepted(session.ref());
    }

    static Answer acquireWriter(Draft draft, Command.AcquireWriter command, String principal) {
        Session session = find(draft, command.sessionId());
        Answer refusal = terminalOnly(session, command.sessionId());
        if (session == null || refusal != null) {
            return refusal == null ? notFound(command.sessionId()) : refusal;
        }
        Session.Writer writer = session.writer();
        if (writer != null && !writer.holder().equals(command.holder()) && !command.takeover()) {
            return new Answer.Refused(
                    ErrorCode.WRITER_HELD, "takeover", "the keyboard is held by " + writer.principal(), session.ref());
        }
        if (session.hostId() == null) {
            return Answer.refused(ErrorCode.UNAVAILABLE, "the session waits for a host");
        }
        long epoch = draft.nextN();
        draft.emit(session.ref(), new Event.WriterGranted(command.holder(), principal, epoch));
        draft.tell(session.hostId(), new Directive.GrantWriter(session.id(), epoch), Limits.INPUT);
        return new Answer.Accepted(session.ref(), epoch);
    }

    static Answer releaseWriter(Draft draft, Command.ReleaseWriter command) {
        Session session = find(draft, command.sessionId());
        if (session == null) {
            return notFound(command.sessionId());
        }
        if (session.writer() != null && session.writer().holder().equals(command.holder())) {
            draft.emit(session.ref(), new Event.WriterReleased());
        }
        return Answer.accepted(session.ref());
    }

    private static @Nullable Answer terminalOnly(@Nullable Session session, String id) {
        if (session == null) {
            return notFound(id);
        }
        if (session.status().terminal()) {
            return new Answer.Refused(ErrorCode.SESSION_ENDED, "sessionId", "the session has ended", session.ref());
        }
        return session.spec().interactive()
                ? null
                : Answer.refused(
                        ErrorCode.NOT_INTERACTIVE,
                        "sessionId",
                        "the session has no terminal; send it an input instead");
    }
}
