package dev.signalbox.processor.decide;

import dev.signalbox.processor.row.Keys;
import dev.signalbox.processor.row.Row;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.spec.AgentProfile;
import dev.signalbox.schemas.spec.AgentProfile.AgentKind;
import dev.signalbox.schemas.spec.Placement;
import dev.signalbox.schemas.spec.SessionSpec;
import dev.signalbox.schemas.spec.Workspace;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionEnd;
import dev.signalbox.schemas.state.SessionStatus;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes sessions and sends them to hosts.
final class Launching {
    private Launching() {}

    /// A session to be made.
    ///
    /// @param prompt the first input; null or empty: none
    record Request(
            String sessionId,
            SessionSpec spec,
            @Nullable String taskId,
            @Nullable Integer attempt,
            @Nullable String prompt,
            Map<String, String> env) {

        /// The refusal of a launch that no record could hold; null when it can be sent.
        @Nullable
        Answer tooLarge() {
            int bytes = Json.encode(new Directive.Launch(sessionId, 1, spec, null, prompt, env)).length;
            return bytes <= Limits.LAUNCH_BYTES
                    ? null
                    : Answer.refused(
                            ErrorCode.TOO_LARGE,
                            "prompt, arguments and environment make " + bytes + " bytes in all, more than "
                                    + Limits.LAUNCH_BYTES);
        }
    }

    /// The implicit agent of a session without one.
    ///
    /// @param attributes that it has for dialects
    static String adhoc(Draft draft, String sessionId, String provider, Map<String, Object> attributes) {
        String id = free(draft, Ids.AGENT, EntityType.AGENT, sessionId);
        draft.emit(
                new EntityRef(EntityType.AGENT, id),
                new Event.AgentCreated(new AgentProfile(id, AgentKind.ADHOC, provider, null, Map.of(), attributes)));
        return id;
    }

    /// The id that follows from a text; another one where what had that id was not forgotten when what it followed from
    /// was.
    private static String free(Draft draft, Ids ids, EntityType type, String from) {
        String id = ids.derive(from);
        for (int again = 2; draft.entity(new EntityRef(type, id)) != null; again++) {
            id = ids.derive(from + "/" + again);
        }
        return id;
    }

    static void request(Draft draft, Request request, String agentId) {
        String id = request.sessionId();
        SessionSpec named = request.spec()
                .withEnvNames(request.env().keySet().stream().sorted().toList());
        draft.emit(
                SessionDecider.ref(id),
                new Event.SessionRequested(agentId, named, request.taskId(), request.attempt()));
        if (!request.env().isEmpty()) {
            draft.put(Keys.secrets(draft.namespace(), id), new Row.Secrets(request.env()));
        }
        String prompt = request.prompt();
        if (prompt != null && !prompt.isEmpty()) {
            draft.emit(InputDecider.ref(Ids.INPUT.derive(id)), new Event.InputQueued(id, prompt));
        }
    }

    /// Values of environment variables that were kept for a launch.
    static Map<String, String> secrets(Draft draft, String id) {
        return draft.get(Keys.secrets(draft.namespace(), id)) instanceof Row.Secrets(var env) ? env : Map.of();
    }

    /// Places a session now, or lets it wait for as long as it may.
    static void placeOrWait(Draft draft, String sessionId) {
        if (!place(draft, sessionId)) {
            draft.timer(
                    Row.ClockKind.WALL, Limits.PLACEMENT, Row.TimerKind.PLACEMENT, SessionDecider.ref(sessionId), 0);
        }
    }

    /// Places a waiting session if a host can be found; whether it waits no more.
    static boolean place(Draft draft, String sessionId) {
        Session session = SessionDecider.find(draft, sessionId);
        if (session == null || session.status() != SessionStatus.REQUESTED) {
            return false;
        }
        return switch (Placing.choose(
                draft, Needs.of(session.spec()), session.spec().workspace())) {
            case Placing.Choice.None _ -> false;
            case Placing.Choice.Found(var host) -> {
                String leaving = RepositoryDecider.leaving(
                        draft, host.id(), session.spec().workspace());
                if (leaving == null) {
                    launch(draft, session, host.id());
                } else {
                    SessionEnd end = SessionEnding.ended(draft, true, ErrorCode.WORKTREE_BUSY, leaving);
                    SessionEnding.end(draft, session, SessionStatus.FAILED_TO_START, end);
                }
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
            InputDecider.sent(draft, session.id(), inputId);
        }
        Map<String, String> env = secrets(draft, session.id());
        draft.tell(
                hostId,
                new Directive.Launch(session.id(), epoch, session.spec(), inputId, prompt, env),
                startsWithin(session.spec()));
        if (!session.terminal().equals(session.spec().terminal())) {
            draft.tell(hostId, new Directive.Resize(session.id(), session.terminal()), Limits.INPUT);
        }
        awaitStart(draft, session, epoch);
    }

    /// How long a launch counts. One of an exclusive session that is replaced must have expired well before its
    /// replacement can begin, or a host that returns between would start it beside that.
    private static Duration startsWithin(SessionSpec spec) {
        Duration after = spec.silentHost().after();
        if (!spec.exclusive() || after == null) {
            return Limits.START;
        }
        Duration sooner = after.plus(Limits.EXCLUSIVE_SLACK.dividedBy(2));
        return sooner.compareTo(Limits.START) < 0 ? sooner : Limits.START;
    }

    /// Looks later whether the host has started it.
    static void awaitStart(Draft draft, Session session, long epoch) {
        draft.timer(
                Row.ClockKind.LEASE, Limits.START.plus(Limits.STOP_REPORT), Row.TimerKind.START, session.ref(), epoch);
    }

    /// A session in the place of one that was given up: the same from the beginning, since what the provider
    /// remembers of it lies on the silent host. One that was resumed begins with the prompt that it was resumed
    /// with.
    static void replace(Draft draft, Session lost) {
        String id = free(draft, Ids.SESSION, EntityType.SESSION, lost.id() + "/" + lost.epoch());
        String prompt = InputDecider.text(draft, Ids.INPUT.derive(lost.id()));
        Request request = new Request(id, anew(draft, lost.spec()), null, null, prompt, secrets(draft, lost.id()));
        request(draft, request, lost.agentId());
        draft.emit(lost.ref(), new Event.SessionResumed(id));
        placeOrWait(draft, id);
    }

    /// What a resumed session was to run before it was bound to where its conversation lies: in the place that was
    /// asked for when that began, and where this was forgotten, on any host with its labels.
    private static SessionSpec anew(Draft draft, SessionSpec spec) {
        if (spec.resumes() == null) {
            return spec;
        }
        Workspace workspace = spec.workspace();
        Placement placement = new Placement(null, spec.placement().labels());
        // An id may be used again once it was forgotten, so that they could go round in a circle.
        Set<String> seen = new HashSet<>();
        String earlier = spec.resumes();
        while (earlier != null && seen.add(earlier)) {
            Session session = SessionDecider.find(draft, earlier);
            earlier = session == null ? null : session.spec().resumes();
            if (session != null && earlier == null) {
                workspace = session.spec().workspace();
                placement = session.spec().placement();
            }
        }
        return spec.placed(workspace, placement).fromTheBeginning();
    }
}
