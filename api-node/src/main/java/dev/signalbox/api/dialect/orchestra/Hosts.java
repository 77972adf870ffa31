package dev.signalbox.api.dialect.orchestra;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.view.Kind;
import dev.signalbox.api.core.view.Page;
import dev.signalbox.api.core.view.Row;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.state.Fingerprint;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.HostStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Which types of agents the hosts of a namespace can run.
final class Hosts {
    private Hosts() {}

    /// Refuses at once what would otherwise wait in vain: an agent whose program no host has. Without any host that
    /// has told what it can, nothing is known and nothing refused.
    ///
    /// @throws dev.signalbox.api.core.RefusedException EXECUTABLE_NOT_FOUND
    static void requireAble(Views views, String namespace, String type, boolean terminal) {
        List<Fingerprint> known = views
                .page(
                        namespace,
                        Kind.HOST,
                        host -> host.status() != HostStatus.REMOVED,
                        new Page.Request(Integer.MAX_VALUE, null))
                .items()
                .stream()
                .flatMap(host -> views.get(namespace, Kind.HOST, host.id()).stream())
                .map(Row::entity)
                .map(Host::fingerprint)
                .filter(Objects::nonNull)
                .toList();
        hindrance(known, type, terminal).ifPresent(why -> {
            throw Refusal.of(ErrorCode.EXECUTABLE_NOT_FOUND, why).asException();
        });
    }

    /// Why none of them runs the type; empty when one does, or when there are none.
    static Optional<String> hindrance(List<Fingerprint> hosts, String type, boolean terminal) {
        if (hosts.isEmpty() || hosts.stream().anyMatch(host -> host.runs(type, terminal))) {
            return Optional.empty();
        }
        String detail = hosts.stream()
                .flatMap(host -> host.providers().stream())
                .filter(found -> found.name().equals(type) && found.detail() != null)
                .map(found -> ": " + found.detail())
                .findFirst()
                .orElse("");
        return Optional.of("no host can run '" + type + "'" + (terminal ? " in a terminal" : "") + detail);
    }
}
