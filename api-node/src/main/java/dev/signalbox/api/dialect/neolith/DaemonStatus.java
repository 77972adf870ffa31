package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.text.Iso;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Page;
import dev.signalbox.api.core.view.Summary;
import dev.signalbox.schemas.state.HostStatus;
import dev.signalbox.schemas.state.Totals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the daemon says of itself: the namespace's own sums, and the true state of what it stands on.
final class DaemonStatus {
    private final ApiCore core;
    private final String provider;
    private final Instant began;

    /// @param provider without a host for which nothing can be spawned
    DaemonStatus(ApiCore core, String provider, Instant began) {
        this.core = core;
        this.provider = provider;
        this.began = began;
    }

    WireDaemonStatus of(String namespace, Instant now) {
        Totals totals = core.views()
                .get(namespace, Kind.NAMESPACE, namespace)
                .map(row -> row.entity().totals())
                .orElse(Totals.NONE);
        List<Summary.SessionSummary> live = live(namespace);
        int queued = live.stream()
                .mapToInt(session -> queued(namespace, session.id()))
                .sum();
        Map<String, WireDaemonStatus.Subsystem> subsystems = subsystems(namespace, now);
        boolean whole =
                subsystems.values().stream().allMatch(one -> one.status().equals("running"));
        String status = !core.readiness().viewsReady() ? "initializing" : whole ? "running" : "degraded";
        return new WireDaemonStatus(
                status,
                Math.max(0, Duration.between(began, now).toMillis()),
                live.size(),
                queued,
                metrics(totals, live.size()),
                subsystems);
    }

    static WireDaemonStatus.Metrics metrics(Totals totals, int active) {
        return new WireDaemonStatus.Metrics(
                totals.sessions(),
                totals.turns(),
                totals.inputTokens() + totals.outputTokens(),
                totals.turns() == 0 ? 1.0 : (double) (totals.turns() - totals.failedTurns()) / totals.turns(),
                totals.endedSessions() == 0 ? 0 : totals.endedSessionsMillis() / totals.endedSessions(),
                active);
    }

    private List<Summary.SessionSummary> live(String namespace) {
        return core.views().liveSessions(namespace);
    }

    private int queued(String namespace, String sessionId) {
        return core.views()
                .get(namespace, Kind.SESSION, sessionId)
                .map(row -> row.entity().queue().size())
                .orElse(0);
    }

    private Map<String, WireDaemonStatus.Subsystem> subsystems(String namespace, Instant now) {
        List<String> reasons = new ArrayList<>(core.readiness().reasons());
        if (reasons.isEmpty() && !core.readiness().logReachable()) {
            reasons.add("the log cannot be reached");
        }
        boolean provided = !core.views()
                .page(
                        namespace,
                        Kind.HOST,
                        host -> host.status() == HostStatus.ONLINE
                                && host.providers().contains(provider),
                        new Page.Request(1, null))
                .items()
                .isEmpty();
        Map<String, WireDaemonStatus.Subsystem> subsystems = new LinkedHashMap<>();
        subsystems.put("sessionManager", subsystem(reasons, now));
        subsystems.put("memoryManager", subsystem(reasons, now));
        subsystems.put(
                "llmClient",
                subsystem(provided ? List.of() : List.of("no host that is online has '" + provider + "'"), now));
        return subsystems;
    }

    private static WireDaemonStatus.Subsystem subsystem(List<String> errors, Instant now) {
        return errors.isEmpty()
                ? new WireDaemonStatus.Subsystem("running", Iso.of(now), null)
                : new WireDaemonStatus.Subsystem("degraded", Iso.of(now), List.copyOf(errors));
    }
}
