package dev.signalbox.api.dialect.neolith;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.gateway.Commands;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Page;
import dev.signalbox.api.core.view.Row;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.spec.AgentProfile;
import dev.signalbox.schemas.spec.AgentProfile.AgentKind;
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

    Sessions(ApiCore core, NeolithOptions options) {
        this.core = core;
        this.commands = core.commands();
        this.options = options;
    }

    /// Another one's is not there.
    Optional<Session> find(Principal who, String sessionId) {
        return core.views()
                .get(who.namespace(), Kind.SESSION, sessionId)
                .map(Row::entity)
                .filter(session -> Caller.sees(who, session));
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

    /// Those that are live and those that ended within the hour, newest first.
    List<WireSession> list(Principal who) {
        Instant now = options.clock().instant();
        return core
                .views()
                .page(
                        who.namespace(),
                        Kind.SESSION,
                        session -> !session.status().terminal()
                                || session.statusSince().isAfter(now.minus(SHOWN)),
                        new Page.Request(MOST, null))
                .items()
                .stream()
                .map(summary -> find(who, summary.id()).orElse(null))
                .filter(Objects::nonNull)
                .map(session -> show(who.namespace(), session))
                .toList();
    }

    /// Starts a session and answers as soon as that is decided; it may not have a host yet.
    ///
    /// @throws dev.signalbox.api.core.RefusedException what was refused; UNAVAILABLE when it is not known
    /// to be decided
    Session spawn(Principal who, SpawnRequest request) throws InterruptedException {
        String resumes = request.resumes();
        if (resumes != null && find(who, resumes).isEmpty()) {
            throw Refusal.of(ErrorCode.SESSION_NOT_FOUND, "Session not found: " + resumes)
                    .asException();
        }
        int most = options.maxSessions();
        String owner = Caller.clientId(who).orElse(null);
        SessionSpec spec = request.spec(options.provider(), options.approvals(), owner);
        String agentId = request.metadata().isEmpty() || resumes != null ? null : agent(who, request);
        var made = commands.made(
                who,
                () -> NeolithIds.session(options.clock().millis()),
                id -> resumes == null
                        ? new Command.StartSession(id, agentId, spec, request.description(), Map.of(), most)
                        : new Command.ResumeSession(id, resumes, request.description(), null, null, Map.of(), most));
        if (!made.outcome().accepted() && agentId != null) {
            Outcome _ = commands.decided(who, new Command.DeleteAgent(agentId));
        }
        Outcome _ = Commands.accepted(made.outcome());
        return core.views()
                .get(who.namespace(), Kind.SESSION, made.id())
                .map(Row::entity)
                .orElseThrow(() -> Refusal.of(
                                ErrorCode.UNAVAILABLE, "the session " + made.id() + " is made, but not seen here yet")
                        .asException());
    }

    /// What the client says of the task besides stands with the session's own agent, which goes with it.
    private String agent(Principal who, SpawnRequest request) throws InterruptedException {
        String id = Ids.AGENT.mint();
        var profile = new AgentProfile(
                id, AgentKind.ADHOC, options.provider(), null, Map.of(), Map.of(METADATA, request.metadata()));
        Outcome _ = commands.accepted(who, new Command.CreateAgent(id, profile));
        return id;
    }

    /// Queues a prompt.
    void execute(Principal who, String sessionId, String inputId, String text) throws InterruptedException {
        Outcome _ = commands.accepted(who, new Command.SendInput(inputId, sessionId, text));
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
