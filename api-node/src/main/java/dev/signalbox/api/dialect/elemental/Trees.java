package dev.signalbox.api.dialect.elemental;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.gateway.Commands;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The repository that Elemental works in, as git on its host sees it, and its worktrees. It is the first that is found
/// at the project's root, or without one at a base directory, of a host that is online, oldest host first.
final class Trees {
    /// For all places together.
    private static final Duration LOOK = Duration.ofSeconds(3);

    private static final Duration WORK = Duration.ofSeconds(60);
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final int HOSTS = 16;

    private final ApiCore core;
    private final Repositories repositories;
    private final @Nullable String root;
    private final AtomicBoolean looking = new AtomicBoolean();

    private record Place(String hostId, String path) {
        String repositoryId() {
            return Ids.repository(hostId, path);
        }
    }

    /// @param root of the project, as the setting says it
    Trees(ApiCore core, Repositories repositories, @Nullable String root) {
        this.core = core;
        this.repositories = repositories;
        this.root = root;
    }

    /// What is known of it; where nobody knows of one, places are looked at, all of them for a few seconds.
    Optional<Repository> repository(Principal principal) throws InterruptedException {
        List<Place> places = places(principal);
        Optional<Repository> known = known(principal, places);
        long until = System.nanoTime() + LOOK.toNanos();
        for (Place place : known.isPresent() ? List.<Place>of() : places) {
            Duration left = Duration.ofNanos(until - System.nanoTime());
            if (left.isPositive() && outdated(principal, place)) {
                Optional<Repository> found = looked(principal, place, left);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return known;
    }

    /// The same as far as it is known, without looking.
    Optional<Repository> known(Principal principal) {
        return known(principal, places(principal));
    }

    /// Whether there is one, without waiting for hosts but once: a place that was looked at before is looked at again
    /// meanwhile, for who asks later.
    boolean present(Principal principal) throws InterruptedException {
        List<Place> places = places(principal);
        if (known(principal, places).isPresent()) {
            return true;
        }
        if (places.stream()
                .anyMatch(place -> get(principal, place.repositoryId()).isEmpty())) {
            return repository(principal).isPresent();
        }
        if (places.stream().anyMatch(place -> outdated(principal, place)) && looking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("elemental-look").start(() -> lookAgain(principal));
        }
        return false;
    }

    private void lookAgain(Principal principal) {
        try {
            var _ = repository(principal);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            looking.set(false);
        }
    }

    private Optional<Repository> known(Principal principal, List<Place> places) {
        return places.stream()
                .flatMap(place -> get(principal, place.repositoryId()).stream())
                .flatMap(one -> real(principal, one).stream())
                .findFirst();
    }

    /// What was not there may be by now; it is not looked for with every request.
    private boolean outdated(Principal principal, Place place) {
        return get(principal, place.repositoryId()).map(Trees::stale).orElse(true);
    }

    private static boolean stale(Repository repository) {
        Instant looked = repository.inspectedAt();
        return !repository.present()
                && repository.aliasOf() == null
                && (looked == null || looked.plus(AGAIN).isBefore(Instant.now()));
    }

    private Optional<Repository> looked(Principal principal, Place place, Duration atMost) throws InterruptedException {
        try {
            return Optional.of(repositories.inspect(principal, place.hostId(), place.path(), atMost));
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

    /// @param commands of the request
    /// @param base null: what the repository's new branches usually start from
    /// @throws RefusedException when it is not made
    Repositories.Made add(
            Principal principal,
            Commands commands,
            Repository repository,
            String path,
            String branch,
            @Nullable String base,
            Map<String, String> attributes)
            throws InterruptedException {
        String from = base == null ? repository.defaultBranch() : base;
        return new Repositories(core.views(), commands)
                .add(principal, repository, path, branch, from, attributes, WORK);
    }

    /// @throws RefusedException when it stays
    void remove(Principal principal, Repository repository, WorkingTree worktree, boolean force, boolean deleteBranch)
            throws InterruptedException {
        if (!repositories
                .remove(principal, repository, worktree.path(), force, deleteBranch, WORK)
                .gone()) {
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

    /// Where the repository may be.
    private List<Place> places(Principal principal) {
        return hosts(principal).stream()
                .flatMap(host -> paths(host).stream().map(path -> new Place(host.id(), path)))
                .toList();
    }

    private List<String> paths(Host host) {
        if (root != null) {
            return List.of(root);
        }
        return host.fingerprint() == null ? List.of() : host.fingerprint().baseDirs();
    }

    /// The oldest ones: a host that joins does not move the project.
    private List<Host> hosts(Principal principal) {
        return core
                .views()
                .page(
                        principal.namespace(),
                        Kind.HOST,
                        host -> host.status() == HostStatus.ONLINE || host.status() == HostStatus.DRAINING,
                        new Page.Request(Integer.MAX_VALUE, null))
                .items()
                .reversed()
                .stream()
                .limit(HOSTS)
                .flatMap(host -> core.views().get(principal.namespace(), Kind.HOST, host.id()).stream())
                .map(Row::entity)
                .toList();
    }
}
