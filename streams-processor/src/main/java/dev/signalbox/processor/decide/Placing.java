package dev.signalbox.processor.decide;

import dev.signalbox.schemas.spec.Placement;
import dev.signalbox.schemas.spec.Workspace;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.HostStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Chooses a host: among those that may and can, first the ones whose base directories hold the workspace, then the one
/// with the fewest sessions for its capacity, then by id, so that the same tables choose the same host.
final class Placing {
    private Placing() {}

    /// What was found: a host, or why there is none, in a sentence without numbers, so that it changes only when the
    /// reason does.
    sealed interface Choice {
        record Found(Host host) implements Choice {}

        record None(String why) implements Choice {}
    }

    static Choice choose(Draft draft, String provider, boolean terminal, Placement placement, Workspace workspace) {
        List<Host> hosts = draft.all(Host.class, EntityType.HOST).stream()
                .filter(host -> host.status() != HostStatus.REMOVED)
                .filter(host -> placement.hostId() == null || host.id().equals(placement.hostId()))
                .filter(host ->
                        host.labels().entrySet().containsAll(placement.labels().entrySet()))
                .toList();
        if (hosts.isEmpty()) {
            return new Choice.None(
                    placement.labels().isEmpty() ? "no host has joined" : "no host has the labels that are asked for");
        }
        List<Host> online = hosts.stream()
                .filter(host -> host.status() == HostStatus.ONLINE)
                .toList();
        if (online.isEmpty()) {
            return new Choice.None("no suitable host is online and takes work");
        }
        List<Host> able = online.stream()
                .filter(host -> host.fingerprint() != null && host.fingerprint().runs(provider, terminal))
                .toList();
        if (able.isEmpty()) {
            return new Choice.None("no suitable host that is online can run '" + provider + "'"
                    + (terminal ? " in a terminal" : "") + detail(online, provider));
        }
        List<Host> free =
                new ArrayList<>(able.stream().filter(host -> host.room() > 0).toList());
        if (free.isEmpty()) {
            return new Choice.None("every suitable host is full");
        }
        free.sort(Comparator.comparingInt((Host host) -> holds(host, workspace) ? 0 : 1)
                .thenComparingDouble(host -> (double) host.sessions().size() / capacity(host))
                .thenComparing(Host::id));
        return new Choice.Found(free.getFirst());
    }

    private static String detail(List<Host> hosts, String provider) {
        return hosts.stream()
                .flatMap(host -> host.fingerprint() == null ? null : host.fingerprint().providers().stream())
                .filter(found -> found.name().equals(provider) && found.detail() != null)
                .map(found -> ": " + found.detail())
                .findFirst()
                .orElse("");
    }

    private static int capacity(Host host) {
        return host.fingerprint() == null ? 1 : host.fingerprint().capacity();
    }

    /// By the text of the paths only; the host itself resolves them.
    private static boolean holds(Host host, Workspace workspace) {
        String path = path(workspace);
        return path == null
                || host.fingerprint() == null
                || host.fingerprint().baseDirs().stream()
                        .anyMatch(base -> path.equals(base) || path.startsWith(base.endsWith("/") ? base : base + "/"));
    }

    private static @Nullable String path(Workspace workspace) {
        Workspace.Worktree worktree = workspace.worktree();
        return worktree == null ? workspace.cwd() : worktree.repository();
    }
}
