package dev.signalbox.api.dialect.elemental;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Page;
import dev.signalbox.api.core.view.Row;
import dev.signalbox.api.core.view.Summary.SessionSummary;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.api.dialect.elemental.AgentMapping.WireAgent;
import dev.signalbox.schemas.spec.AgentProfile.AgentKind;
import dev.signalbox.schemas.state.Agent;
import dev.signalbox.schemas.state.Session;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The agents and sessions of a namespace as Elemental sees them. A client may ask another node than the one that
/// served its last wish: before something is said to be missing, this node reads up to now, and where it cannot it says
/// that it does not know.
final class Directory {
    private final ApiCore core;

    Directory(ApiCore core) {
        this.core = core;
    }

    /// @throws dev.signalbox.api.core.RefusedException UNAVAILABLE
    void ready() {
        core.readiness().requireViews();
    }

    /// @throws dev.signalbox.api.core.RefusedException AGENT_NOT_FOUND, UNAVAILABLE
    Agent agent(Principal principal, String id) throws InterruptedException {
        Optional<Agent> agent = known(principal, id);
        if (agent.isEmpty()) {
            core.commands().catchUp(principal);
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

    /// @throws dev.signalbox.api.core.RefusedException SESSION_NOT_FOUND, UNAVAILABLE
    Session session(Principal principal, String id) throws InterruptedException {
        Optional<Session> session = find(principal, id);
        if (session.isEmpty()) {
            core.commands().catchUp(principal);
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
    ///
    /// @throws dev.signalbox.api.core.RefusedException UNAVAILABLE
    Optional<Session> activeNow(Principal principal, String agentId) throws InterruptedException {
        Optional<Session> active = active(principal, agentId);
        if (active.isEmpty()) {
            core.commands().catchUp(principal);
            active = active(principal, agentId);
        }
        return active;
    }

    /// An agent's sessions, newest first.
    List<Session> sessionsOf(Principal principal, String agentId, int most) {
        return core.views().sessionsOf(principal.namespace(), agentId, most).stream()
                .flatMap(summary -> find(principal, summary.id()).stream())
                .toList();
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
}
