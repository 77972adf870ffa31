package dev.signalbox.api.dialect.neolith;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.gateway.Answer;
import dev.signalbox.api.core.gateway.Commands;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Page;
import dev.signalbox.api.core.view.Row;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.spec.SessionSpec;
import dev.signalbox.schemas.state.Input;
import dev.signalbox.schemas.state.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The sessions of a namespace as one caller sees them, and what a caller can do with them.
final class Sessions {
    /// How long sessions that are over stay in lists.
    private static final Duration SHOWN = Duration.ofHours(1);

    private static final int MOST = 1_000;
    private static final String METADATA = "neolith";
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    private final ApiCore core;
    private final Commands commands;
    private final NeolithOptions options;
    private final SecondLook unknown;

    Sessions(ApiCore core, NeolithOptions options) {
        this.core = core;
        this.commands = core.commands();
        this.options = options;
        this.unknown = new SecondLook(commands, options.clock());
    }

    /// Another one's is not there.
    Optional<Session> find(Principal who, String sessionId) {
        return core.views()
                .get(who.namespace(), Kind.SESSION, sessionId)
                .map(Row::entity)
                .filter(session -> Caller.sees(who, session.spec().labels()));
    }

    /// As [#find], also one that another node made a moment ago.
    ///
    /// @throws dev.signalbox.api.core.RefusedException UNAVAILABLE, RATE_LIMITED
    Optional<Session> sought(Principal who, String sessionId) throws InterruptedException {
        return unknown.at(who, () -> find(who, sessionId));
    }

    WireSession show(String namespace, Session session) {
        Input first = core.views()
                .get(namespace, Kind.INPUT, NeolithIds.firstInput(session.id()))
                .map(Row::entity)
                .orElse(null);
        Map<String, Object> metadata = core.views()
                .get(namespace, Kind.AGENT, session.agentId())
                .map(row -> row.entity().profile().attributes().get(METADATA))
                .map(value -> Json.mapper().convertValue(value, OBJECT))
                .orElseGet(LinkedHashMap::new);
        return SessionMapping.of(session, first, metadata, options.clock().instant());
    }

    /// Those that it sees and that are live or ended within the hour, newest first.
    List<WireSession> list(Principal who) {
        Instant since = options.clock().instant().minus(SHOWN);
        return core
                .views()
                .page(
                        who.namespace(),
                        Kind.SESSION,
                        session -> (!session.status().terminal()
                                        || session.statusSince().isAfter(since))
                                && Caller.sees(who, session.labels()),
                        new Page.Request(MOST, null))
                .items()
                .stream()
                .map(summary -> find(who, summary.id()).orElse(null))
                .filter(Objects::nonNull)
                .map(session -> show(who.namespace(), session))
                .toList();
    }

    /// Asks for a session. It has the id of the answer, whether or not that is known yet.
    ///
    /// @throws dev.signalbox.api.core.RefusedException SESSION_NOT_FOUND for one to resume, UNAVAILABLE
    Commands.Made<String> spawn(Principal who, SpawnRequest request) throws InterruptedException {
        String resumes = request.resumes();
        if (resumes != null && sought(who, resumes).isEmpty()) {
            throw Refusal.of(ErrorCode.SESSION_NOT_FOUND, "Session not found: " + resumes)
                    .asException();
        }
        int most = options.maxSessions();
        String owner = Caller.clientId(who).orElse(null);
        SessionSpec spec = request.spec(options.provider(), options.approvals(), owner);
        // What the client says of the task besides stands with the session's own agent, which comes and goes with it.
        Map<String, Object> attributes = request.metadata().isEmpty() ? null : Map.of(METADATA, request.metadata());
        return commands.made(
                who,
                () -> NeolithIds.session(options.clock().millis()),
                id -> resumes == null
                        ? new Command.StartSession(
                                id, null, spec, request.description(), Map.of(), most, null, attributes)
                        : new Command.ResumeSession(
                                id, resumes, request.description(), null, null, Map.of(), most, null));
    }

    /// What came of a wish.
    enum Came {
        DONE,
        NOT,
        /// It is in the log, or may be.
        NOT_KNOWN_YET
    }

    static Came came(Answer answer) {
        return switch (answer) {
            case Answer.Decided(var outcome) -> outcome.accepted() ? Came.DONE : Came.NOT;
            case Answer.Pending _ -> Came.NOT_KNOWN_YET;
            case Answer.Unavailable(_, var written, _) -> written ? Came.NOT_KNOWN_YET : Came.NOT;
        };
    }

    /// Waits until whatever was wished before now is decided, and seen here.
    ///
    /// @throws dev.signalbox.api.core.RefusedException UNAVAILABLE when that takes longer
    void catchUp(Principal who) throws InterruptedException {
        commands.catchUp(who);
    }

    /// Whether a prompt is, or was, the session's.
    boolean has(Principal who, String inputId) {
        return core.views().get(who.namespace(), Kind.INPUT, inputId).isPresent();
    }

    /// Queues a prompt.
    Answer execute(Principal who, String sessionId, String inputId, String text) throws InterruptedException {
        return commands.answer(who, new Command.SendInput(inputId, sessionId, text));
    }

    /// Stops a session and waits, for a while, until it is over. One that is over stays as it is.
    Session stop(Principal who, Session session, Duration patience) throws InterruptedException {
        if (session.status().terminal()) {
            return session;
        }
        Outcome _ =
                commands.accepted(who, new Command.StopSession(session.id(), true, null, "stopped by a client", false));
        return core.views()
                .await(
                        who.namespace(),
                        Kind.SESSION,
                        session.id(),
                        now -> now.status().terminal(),
                        patience)
                .map(Row::entity)
                .orElse(session);
    }
}
