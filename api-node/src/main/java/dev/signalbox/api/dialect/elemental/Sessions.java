package dev.signalbox.api.dialect.elemental;

import dev.signalbox.api.core.Capability;
import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.gateway.Commands;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Row;
import dev.signalbox.api.dialect.elemental.Launch.Place;
import dev.signalbox.api.http.Replays;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.spec.Placement;
import dev.signalbox.schemas.spec.ProviderTraits;
import dev.signalbox.schemas.spec.SessionSpec;
import dev.signalbox.schemas.state.Agent;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionEnd;
import dev.signalbox.schemas.state.SessionStatus;
import dev.signalbox.schemas.state.Task;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Starts, stops and resumes the sessions of agents. That an agent has one at most is decided in the log; nothing is
/// kept here.
final class Sessions {
    /// As long as the original leaves an agent before it kills it.
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final int HISTORY = 1_000;

    /// How often a resume looks for work anew, when what it found went to somebody else meanwhile.
    private static final int LOOKS = 4;

    private final ApiCore core;
    private final Directory directory;
    private final ReadyQueue queue;
    private final ElementalIds ids;
    private final Duration patience;

    /// @param patience how long a request waits for a session to run, or to be over
    Sessions(ApiCore core, Directory directory, ElementalIds ids, Duration patience) {
        this.core = core;
        this.directory = directory;
        this.queue = new ReadyQueue(core);
        this.ids = ids;
        this.patience = patience;
    }

    /// What comes of a wish for a session.
    sealed interface Begun {
        /// It is there, and how far it came in time stands in it.
        ///
        /// @param outcome of the wish, now or when it came first
        record Here(Session session, ReadyQueue.@Nullable UwpCheck check, Outcome outcome) implements Begun {}

        /// The agent has one already.
        record Exists(Optional<Session> present) implements Begun {}

        /// No session of the agent can be gone on with.
        record Nothing() implements Begun {}

        /// It ended before it was of use.
        ///
        /// @param error whether that is to be blamed on the request, in Elemental's words
        record Failed(WireError error, String why) implements Begun {}
    }

    /// @param commands of the request
    Begun start(
            Principal principal,
            Commands commands,
            Agent agent,
            Place place,
            boolean interactive,
            @Nullable String prompt)
            throws InterruptedException {
        SessionSpec spec = Launch.spec(agent.profile(), place, interactive, null);
        Outcome outcome = commands.made(
                        principal,
                        ids::session,
                        id -> new Command.StartSession(id, agent.id(), spec, prompt, place.environment()))
                .outcome();
        return begun(principal, outcome, prompt != null && !prompt.isEmpty(), null);
    }

    /// @param commands of the request
    /// @param nativeId Claude's own session to go on with; null: the newest that one of the agent's sessions told
    /// @param place where; without a directory: where it was
    /// @param check whether work that waits for the agent is told it first
    Begun resume(
            Principal principal,
            Commands commands,
            Agent agent,
            @Nullable String nativeId,
            Place place,
            @Nullable String prompt,
            boolean check)
            throws InterruptedException {
        Optional<Session> active = directory.active(principal, agent.id());
        if (active.isPresent() && !commands.mayRepeat()) {
            return new Begun.Exists(active);
        }
        Optional<Session> before = resumable(principal, agent.id(), nativeId);
        if (before.isEmpty()) {
            core.commands().catchUp(principal);
            before = resumable(principal, agent.id(), nativeId);
        }
        if (before.isEmpty() && nativeId == null) {
            return active.isPresent() ? new Begun.Exists(active) : new Begun.Nothing();
        }
        Session earlier = before.orElse(null);
        for (int look = 1; look <= LOOKS; look++) {
            List<Task> ready = check ? queue.of(principal, agent.id()) : List.of();
            // Who may not take a task out of the queue is shown it, and leaves it there.
            String first = ready.isEmpty() || !principal.may(Capability.STOP)
                    ? null
                    : ready.getFirst().id();
            Outcome outcome = commands.made(
                            principal, ids::session, id -> resuming(agent, earlier, nativeId, place, prompt, first, id))
                    .outcome();
            if (outcome.code() == ErrorCode.SESSION_NOT_RESUMABLE) {
                return new Begun.Nothing();
            }
            if (!taken(outcome)) {
                boolean prompted = first != null || (prompt != null && !prompt.isEmpty());
                return begun(principal, outcome, prompted, ReadyQueue.UwpCheck.of(check, ready));
            }
        }
        throw Refusal.of(ErrorCode.UNAVAILABLE, "the work that waits for the agent is taken by others all the time")
                .asException();
    }

    /// Whether it was refused because somebody else took the task, so that there is no session either.
    private static boolean taken(Outcome outcome) {
        return outcome.code() == ErrorCode.TASK_NOT_FOUND || outcome.code() == ErrorCode.TASK_ENDED;
    }

    private Optional<Session> resumable(Principal principal, String agentId, @Nullable String nativeId) {
        return directory.sessionsOf(principal, agentId, HISTORY).stream()
                .filter(session -> session.nativeSessionId() != null)
                .filter(session -> nativeId == null || nativeId.equals(session.nativeSessionId()))
                .findFirst();
    }

    private static Command resuming(
            Agent agent,
            @Nullable Session before,
            @Nullable String nativeId,
            Place place,
            @Nullable String prompt,
            @Nullable String taskId,
            String id) {
        if (before == null) {
            SessionSpec spec = Launch.spec(agent.profile(), place, false, nativeId);
            return new Command.StartSession(id, agent.id(), spec, prompt, place.environment(), null, taskId, null);
        }
        String known = before.nativeSessionId();
        if (place.directory() == null && place.worktree() == null) {
            return new Command.ResumeSession(id, before.id(), prompt, null, known, place.environment(), null, taskId);
        }
        boolean interactive = before.spec().interactive();
        String hostId = place.hostId() == null ? before.hostId() : place.hostId();
        SessionSpec spec = Launch.spec(agent.profile(), place, interactive, known)
                .placed(place.workspace(), new Placement(hostId, Map.of()))
                .resuming(before.id(), known);
        return new Command.StartSession(id, agent.id(), spec, prompt, place.environment(), null, taskId, null);
    }

    /// @param prompted whether the session has something to do, so that an agent that prints what it does will say
    /// that it is ready
    private Begun begun(Principal principal, Outcome outcome, boolean prompted, ReadyQueue.@Nullable UwpCheck check)
            throws InterruptedException {
        EntityRef subject = outcome.subject();
        if (outcome.code() == ErrorCode.SESSION_EXISTS) {
            return new Begun.Exists(directory.find(principal, subject == null ? null : subject.id()));
        }
        EntityRef made = Commands.accepted(outcome).subject();
        Session session = core.views()
                .await(
                        principal.namespace(),
                        Kind.SESSION,
                        made == null ? "" : made.id(),
                        now -> settled(now, prompted),
                        patience)
                .map(Row::entity)
                .orElseThrow(() -> Refusal.of(ErrorCode.UNAVAILABLE, "the session is not to be seen here yet")
                        .asException());
        // Whoever asks again is told what came of it then, whatever the session has come to since.
        boolean was = Replays.is(outcome) && ran(session, prompted);
        return !was && failed(session, prompted)
                ? new Begun.Failed(error(session), why(session))
                : new Begun.Here(session, check, outcome);
    }

    /// Whether its fate is known: it is over, or its process runs and has told that it is ready, if it will.
    private static boolean settled(Session session, boolean prompted) {
        return session.status().terminal()
                || (session.status() == SessionStatus.RUNNING && (!tellsReady(session, prompted) || told(session)));
    }

    private static boolean ran(Session session, boolean prompted) {
        return session.since().containsKey(SessionStatus.RUNNING) && (!tellsReady(session, prompted) || told(session));
    }

    private static boolean told(Session session) {
        return session.nativeSessionId() != null;
    }

    private static boolean tellsReady(Session session, boolean prompted) {
        return prompted
                && !session.spec().interactive()
                && ProviderTraits.of(session.spec().provider())
                        .map(ProviderTraits::structured)
                        .orElse(false);
    }

    private static WireError error(Session session) {
        SessionEnd end = session.end();
        return end == null || end.code() == null ? WireError.INTERNAL_ERROR : ElementalRefusals.of(end.code());
    }

    private static boolean failed(Session session, boolean prompted) {
        return switch (session.status()) {
            case FAILED_TO_START, LOST -> true;
            case ENDED -> tellsReady(session, prompted) && !told(session);
            case REQUESTED, PLACED, STARTING, RUNNING, STOPPING, SUSPENDED, UNKNOWN -> false;
        };
    }

    private static String why(Session session) {
        var end = session.end();
        if (end == null) {
            return "the session was lost before it ran";
        }
        String why = end.reason() != null
                ? end.reason()
                : end.code() != null ? end.code().meaning() : "the agent ended before it was ready";
        String how = end.exitCode() == null ? why : why + " (exit code " + end.exitCode() + ")";
        return end.tail() == null || end.tail().isBlank()
                ? how
                : how + ": " + end.tail().strip();
    }

    /// The stopped session's id; empty when the agent has none.
    Optional<String> stop(Principal principal, String agentId, boolean graceful, @Nullable String reason)
            throws InterruptedException {
        Optional<Session> active = directory.activeNow(principal, agentId);
        if (active.isEmpty()) {
            return Optional.empty();
        }
        String id = active.get().id();
        var command = new Command.StopSession(id, graceful, graceful ? GRACE : null, reason, false);
        var _ = core.commands().accepted(principal, command);
        var _ = core.views()
                .await(principal.namespace(), Kind.SESSION, id, s -> s.status().terminal(), patience);
        return Optional.of(id);
    }
}
