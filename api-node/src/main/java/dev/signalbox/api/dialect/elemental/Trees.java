package dev.signalbox.api.dialect.elemental;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.place.Repositories;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Page;
import dev.signalbox.api.core.view.Row;
import dev.signalbox.schemas.Ids;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.HostStatus;
import dev.signalbox.schemas.state.Repository;
import dev.signalbox.schemas.state.Repository.WorkingTree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The repository that Elemental works in, as git on its host sees it, and its worktrees. It is the first that is found
/// at the project's root, or without one at a base directory, of a host that is online, oldest host first.
final class Trees {
    private static final Duration LOOK = Duration.ofSeconds(3);
    private static final Duration WORK = Duration.ofSeconds(60);
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final int HOSTS = 16;

    private final ApiCore core;
    private final Repositories repositories;
    private final @Nullable String root;

    /// @param root of the project, as the setting says it
    Trees(ApiCore core, Repositories repositories, @Nullable String root) {
        this.core = core;
        this.repositories = repositories;
        this.root = root;
    }

    /// What is known of it; a place that nobody has looked at yet is looked at first.
    Optional<Repository> repository(Principal principal) throws InterruptedException {
        for (Host host : hosts(principal)) {
            for (String path : paths(host)) {
                Optional<Repository> known = get(principal, Ids.repository(host.id(), path));
                Optional<Repository> here = known.isEmpty() || stale(known.get())
                        ? looked(principal, host.id(), path)
                        : known.flatMap(one -> real(principal, one));
                if (here.isPresent()) {
                    return here;
                }
            }
        }
        return Optional.empty();
    }

    /// The same as far as it is known, without looking.
    Optional<Repository> known(Principal principal) {
        return hosts(principal).stream()
                .flatMap(host -> paths(host).stream().map(path -> Ids.repository(host.id(), path)))
                .flatMap(id -> get(principal, id).stream())
                .flatMap(one -> real(principal, one).stream())
                .findFirst();
    }

    /// What was not there may be by now; it is not looked for with every request.
    private static boolean stale(Repository repository) {
        Instant looked = repository.inspectedAt();
        return !repository.present()
                && repository.aliasOf() == null
                && (looked == null || looked.plus(AGAIN).isBefore(Instant.now()));
    }

    private Optional<Repository> looked(Principal principal, String hostId, String path) throws InterruptedException {
        try {
            return Optional.of(repositories.inspect(principal, hostId, path, LOOK));
        } catch (RefusedException e) {
            // There is none, or nobody can tell.
            return Optional.empty();
        }
    }

    /// As it is now, or as it was when its host cannot be asked.
    Optional<Repository> fresh(Principal principal) throws InterruptedException {
        Optional<Repository> known = repository(principal);
        if (known.isEmpty()) {
            return known;
        }
        try {
            return Optional.of(repositories.refreshed(principal, known.get(), LOOK));
        } catch (RefusedException e) {
            // It is gone.
            return Optional.empty();
        }
    }

    /// @param base null: what the repository's new branches usually start from
    /// @throws RefusedException when it is not made
    WorkingTree add(
            Principal principal,
            Repository repository,
            String path,
            String branch,
            @Nullable String base,
            Map<String, String> attributes)
            throws InterruptedException {
        String from = base == null ? repository.defaultBranch() : base;
        return repositories.add(principal, repository, path, branch, from, attributes, WORK);
    }

    /// @throws RefusedException when it stays
    void remove(Principal principal, Repository repository, WorkingTree worktree, boolean force, boolean deleteBranch)
            throws InterruptedException {
        if (!repositories.remove(principal, repository, worktree.path(), force, deleteBranch, WORK)) {
            throw Refusal.of(ErrorCode.UNAVAILABLE, "the worktree is still being removed")
                    .asException();
        }
    }

    private Optional<Repository> real(Principal principal, Repository repository) {
        Optional<Repository> real =
                repository.aliasOf() == null ? Optional.of(repository) : get(principal, repository.aliasOf());
        return real.filter(Repository::present);
    }

    private Optional<Repository> get(Principal principal, String id) {
        return core.views().get(principal.namespace(), Kind.REPOSITORY, id).map(Row::entity);
    }

    /// Where sessions work that name no place, when there is only one such.
    Optional<String> base(Principal principal) {
        List<Host> hosts = hosts(principal);
        var fingerprint = hosts.size() == 1 ? hosts.getFirst().fingerprint() : null;
        return fingerprint == null
                ? Optional.empty()
                : fingerprint.baseDirs().stream().findFirst();
    }

    private List<String> paths(Host host) {
        if (root != null) {
            return List.of(root);
        }
        return host.fingerprint() == null ? List.of() : host.fingerprint().baseDirs();
    }

    private List<Host> hosts(Principal principal) {
        var online = core.views()
                .page(
                        principal.namespace(),
                        Kind.HOST,
                        host -> host.status() == HostStatus.ONLINE || host.status() == HostStatus.DRAINING,
                        new Page.Request(HOSTS, null))
                .items();
        List<Host> hosts = new ArrayList<>();
        for (var host : online.reversed()) {
            core.views().get(principal.namespace(), Kind.HOST, host.id()).ifPresent(row -> hosts.add(row.entity()));
        }
        return hosts;
    }
}
