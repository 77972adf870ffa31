package dev.signalbox.api.dialect.elemental;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.gateway.Answer;
import dev.signalbox.api.core.gateway.Gateway;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Page;
import dev.signalbox.api.core.view.Row;
import dev.signalbox.api.core.view.Summary.SessionSummary;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.api.dialect.elemental.AgentMapping.WireAgent;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.spec.AgentProfile.AgentKind;
import dev.signalbox.schemas.state.Agent;
import dev.signalbox.schemas.state.Session;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The agents and sessions of a namespace as Elemental sees them. A client may ask another node than the one that
/// served its last wish: before something is said to be missing, this node reads up to now.
final class Directory {
    private static final Duration CATCH_UP = Duration.ofSeconds(2);

    private final ApiCore core;

    Directory(ApiCore core) {
        this.core = core;
    }

    /// @throws dev.signalbox.api.core.RefusedException UNAVAILABLE
    void ready() {
        if (!core.readiness().viewsReady()) {
            throw Refusal.of(ErrorCode.UNAVAILABLE, "this node is still reading the state")
                    .hint(String.join("; ", core.readiness().reasons()))
                    .asException();
        }
    }

    /// @throws dev.signalbox.api.core.RefusedException AGENT_NOT_FOUND
    Agent agent(Principal principal, String id) throws InterruptedException {
        Optional<Agent> agent = known(principal, id);
        if (agent.isEmpty() && caughtUp(principal)) {
            agent = known(principal, id);
        }
        return agent.orElseThrow(() -> Views.missing(Kind.AGENT, "id"));
    }

    /// Persons and channels run no sessions: they are no agents to Elemental.
    Optional<Agent> known(Principal principal, String id) {
        return core.views()
                .get(principal.namespace(), Kind.AGENT, id)
                .map(Row::entity)
                .filter(agent -> runs(agent.profile().kind()));
    }

    static boolean runs(AgentKind kind) {
        return kind == AgentKind.AI || kind == AgentKind.ADHOC;
    }

    /// @throws dev.signalbox.api.core.RefusedException SESSION_NOT_FOUND
    Session session(Principal principal, String id) throws InterruptedException {
        Optional<Session> session = find(principal, id);
        if (session.isEmpty() && caughtUp(principal)) {
            session = find(principal, id);
        }
        return session.orElseThrow(() -> Views.missing(Kind.SESSION, "id"));
    }

    Optional<Session> find(Principal principal, @Nullable String id) {
        return id == null
                ? Optional.empty()
                : core.views().get(principal.namespace(), Kind.SESSION, id).map(Row::entity);
    }

    /// The agent's live session as this node knows it.
    Optional<Session> active(Principal principal, String agentId) {
        return known(principal, agentId)
                .flatMap(agent -> find(principal, agent.activeSession()))
                .filter(session -> !session.status().terminal());
    }

    /// The agent's live session; where this node knows of none, it asks.
    Optional<Session> activeNow(Principal principal, String agentId) throws InterruptedException {
        Optional<Session> active = active(principal, agentId);
        return active.isEmpty() && caughtUp(principal) ? active(principal, agentId) : active;
    }

    /// An agent's sessions, newest first.
    List<Session> sessionsOf(Principal principal, String agentId, int most) {
        return sessions(principal, summary -> summary.agentId().equals(agentId), most);
    }

    /// Newest first.
    List<Session> sessions(Principal principal, Predicate<SessionSummary> filter, int most) {
        return core
                .views()
                .page(principal.namespace(), Kind.SESSION, filter, new Page.Request(most, null))
                .items()
                .stream()
                .flatMap(summary -> find(principal, summary.id()).stream())
                .toList();
    }

    WireSession wire(Principal principal, Session session) {
        var profile = core.views()
                .get(principal.namespace(), Kind.AGENT, session.agentId())
                .map(row -> row.entity().profile());
        return WireSession.of(
                session,
                AgentRole.of(profile.map(p -> p.role()).orElse(null)),
                profile.map(AgentMapping::workerMode).orElse("ephemeral"));
    }

    WireAgent wire(Principal principal, Agent agent) {
        String newest = agent.activeSession() == null ? agent.lastSession() : agent.activeSession();
        return AgentMapping.wire(agent, find(principal, newest).orElse(null));
    }

    /// Waits until this node shows what was decided before now; false when that cannot be had soon.
    boolean caughtUp(Principal principal) throws InterruptedException {
        var question = Gateway.Submission.of(new Command.Lookup(Ids.COMMAND.mint()));
        return core.gateway().submit(principal, question) instanceof Answer.Decided(var outcome)
                && core.views().awaitN(principal.namespace(), outcome.n(), CATCH_UP);
    }
}
