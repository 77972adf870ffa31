package dev.signalbox.processor.decide;

import dev.signalbox.processor.row.Keys;
import dev.signalbox.processor.row.Row;
import dev.signalbox.schemas.spec.Workspace;
import dev.signalbox.schemas.state.Fingerprint.ProviderFound;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.HostStatus;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Chooses a host: among those that may and can, first the ones whose base directories hold the workspace, then
/// the one with the fewest sessions for its capacity, then by id, so that the same tables choose the same host.
/// It reads hosts in that order and stops at the first that will do.
final class Placing {
    private Placing() {}

    /// What was found: a host, or why there is none, in a sentence without numbers, so that it changes only
    /// when the reason does.
    sealed interface Choice {
        record Found(Host host) implements Choice {}

        record None(String why) implements Choice {}
    }

    static Choice choose(Draft draft, Needs needs, Workspace workspace) {
        String hostId = needs.placement().hostId();
        return hostId == null ? anywhere(draft, needs, workspace) : on(HostDecider.find(draft, hostId), needs);
    }

    private static Choice on(@Nullable Host host, Needs needs) {
        if (host == null || host.status() == HostStatus.REMOVED) {
            return new Choice.None("its host was removed");
        }
        if (!labelled(host, needs)) {
            return new Choice.None("its host has not the labels that are asked for");
        }
        return switch (host.status()) {
            case UNREACHABLE -> new Choice.None("its host is not online");
            case DRAINING -> new Choice.None("its host is being drained");
            case REMOVED -> new Choice.None("its host was removed");
            case ONLINE -> {
                if (!able(host, needs)) {
                    yield new Choice.None("its host cannot run " + provider(needs) + detail(host, needs));
                }
                yield host.room() > 0 ? new Choice.Found(host) : new Choice.None("its host is full");
            }
        };
    }

    private static Choice anywhere(Draft draft, Needs needs, Workspace workspace) {
        Host without = null;
        Host unable = null;
        boolean some = false;
        for (Map.Entry<String, Row> entry : draft.scan(Keys.onlineHosts(draft.namespace()))) {
            Host host = entry.getValue() instanceof Row.Pointer(var id) ? HostDecider.find(draft, id) : null;
            if (host == null) {
                continue;
            }
            some = true;
            if (!labelled(host, needs)) {
                continue;
            }
            if (!able(host, needs)) {
                unable = host;
                continue;
            }
            if (host.room() == 0) {
                return without != null ? new Choice.Found(without) : new Choice.None("every suitable host is full");
            }
            if (holds(host, workspace)) {
                return new Choice.Found(host);
            }
            without = without == null ? host : without;
        }
        if (without != null) {
            return new Choice.Found(without);
        }
        if (unable != null) {
            return new Choice.None(
                    "no suitable host that is online can run " + provider(needs) + detail(unable, needs));
        }
        if (some) {
            return new Choice.None("no host that is online has the labels that are asked for");
        }
        return new Choice.None(
                draft.counter().hosts() == 0 ? "no host has joined" : "no host is online and takes work");
    }

    private static boolean labelled(Host host, Needs needs) {
        return host.labels().entrySet().containsAll(needs.placement().labels().entrySet());
    }

    private static boolean able(Host host, Needs needs) {
        return host.fingerprint() != null && host.fingerprint().runs(needs.provider(), needs.terminal());
    }

    private static String provider(Needs needs) {
        return "'" + needs.provider() + "'" + (needs.terminal() ? " in a terminal" : "");
    }

    private static String detail(Host host, Needs needs) {
        return host.fingerprint() == null
                ? ""
                : host.fingerprint().providers().stream()
                        .filter(found -> found.name().equals(needs.provider()))
                        .map(ProviderFound::detail)
                        .filter(Objects::nonNull)
                        .map(detail -> ": " + detail)
                        .findFirst()
                        .orElse("");
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
