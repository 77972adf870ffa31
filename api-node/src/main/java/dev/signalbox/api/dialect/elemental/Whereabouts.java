package dev.signalbox.api.dialect.elemental;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Page;
import dev.signalbox.api.core.view.Row;
import dev.signalbox.api.dialect.elemental.Launch.Place;
import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.error.InvalidFieldException;
import dev.signalbox.schemas.state.HostStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a session is to work, from what a request names: a directory, or a worktree.
final class Whereabouts {
    private static final int WORKTREE = 256;

    private final ApiCore core;
    private final @Nullable String root;

    /// @param root of the project on its host, as the setting says it; null: what can be found out
    Whereabouts(ApiCore core, @Nullable String root) {
        this.core = core;
        this.root = root;
    }

    Place place(Principal principal, Body body) {
        String directory = body.text("workingDirectory");
        String worktree = body.text("worktree");
        if (worktree != null && worktree.getBytes(StandardCharsets.UTF_8).length > WORKTREE) {
            throw new InvalidFieldException(
                    ErrorCode.TOO_LARGE, "worktree", "worktree is larger than " + WORKTREE + " bytes");
        }
        String project = root(principal);
        String here = directory != null ? directory : worktree;
        if (directory == null && worktree != null && !worktree.startsWith("/")) {
            here = null;
        }
        return new Place(here == null ? null : absolute(here, project), null, worktree, project);
    }

    private static String absolute(String path, @Nullable String project) {
        if (path.startsWith("/")) {
            return path;
        }
        if (project == null) {
            throw Check.invalid("workingDirectory", "must be an absolute path of the host");
        }
        return project + "/" + path;
    }

    private @Nullable String root(Principal principal) {
        if (root != null) {
            return root;
        }
        List<String> bases = core
                .views()
                .page(
                        principal.namespace(),
                        Kind.HOST,
                        host -> host.status() == HostStatus.ONLINE,
                        new Page.Request(2, null))
                .items()
                .stream()
                .flatMap(host -> core.views().get(principal.namespace(), Kind.HOST, host.id()).stream())
                .map(Row::entity)
                .flatMap(host -> host.fingerprint() == null
                        ? java.util.stream.Stream.<String>empty()
                        : host.fingerprint().baseDirs().stream().limit(1))
                .toList();
        return bases.size() == 1 ? bases.getFirst() : null;
    }
}
