package dev.signalbox.api.dialect.orchestra;

import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Page;
import dev.signalbox.api.core.view.Row;
import dev.signalbox.api.core.view.Summary.SessionSummary;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.schemas.spec.Placement;
import dev.signalbox.schemas.spec.Workspace;
import dev.signalbox.schemas.state.ProcessRef;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a delegated task works: in the directory that it names; else where the agent of its type is that was
/// spawned for such work, on the same host; else in the host's own. Of several agents it is the newest that is
/// idle, or the newest.
record Worksite(Workspace workspace, Placement placement) {
    private static final Worksite ANY = new Worksite(Workspace.DEFAULT, Placement.ANYWHERE);

    static Worksite of(Views views, String namespace, String type, @Nullable String workingDir) {
        if (workingDir != null) {
            return new Worksite(new Workspace(workingDir, null), Placement.ANYWHERE);
        }
        List<SessionSummary> agents = views.page(
                        namespace,
                        Kind.SESSION,
                        session -> session.status() == SessionStatus.RUNNING
                                && session.interactive()
                                && OrchestraIds.spawned(session.id(), type),
                        new Page.Request(Integer.MAX_VALUE, null))
                .items();
        return chosen(agents)
                .flatMap(agent -> views.get(namespace, Kind.SESSION, agent.id()))
                .map(Row::entity)
                .flatMap(Worksite::beside)
                .orElse(ANY);
    }

    /// @param agents newest first
    static Optional<SessionSummary> chosen(List<SessionSummary> agents) {
        return agents.stream()
                .filter(agent -> AgentStatuses.idle(agent.activity()))
                .findFirst()
                .or(() -> agents.stream().findFirst());
    }

    private static Optional<Worksite> beside(Session agent) {
        ProcessRef process = agent.process();
        return process == null || agent.hostId() == null
                ? Optional.empty()
                : Optional.of(
                        new Worksite(new Workspace(process.cwd(), null), new Placement(agent.hostId(), Map.of())));
    }
}
