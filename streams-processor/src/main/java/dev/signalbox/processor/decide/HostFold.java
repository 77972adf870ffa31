package dev.signalbox.processor.decide;

import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Host;
import dev.signalbox.schemas.state.HostStatus;
import java.util.List;
import java.util.function.Consumer;

/// How events change a host.
final class HostFold {
    private HostFold() {}

    static void edit(Evolve.Fold fold, String id, Consumer<Host.Edit> change) {
        fold.put(Evolve.need(Host.class, fold, EntityType.HOST, id).edit(change));
    }

    static Host joined(String id, Event.HostJoined e, Cause cause) {
        return new Host(
                id,
                e.name(),
                e.publicKey(),
                e.labels(),
                HostStatus.UNREACHABLE,
                false,
                0,
                null,
                null,
                List.of(),
                cause.at(),
                cause.at(),
                cause.because("joined; its host agent has not reported yet"));
    }

    static void started(Host.Edit host, Event.HostStarted e, Cause cause) {
        host.incarnation = e.incarnation();
        host.instance = e.instance();
        host.fingerprint = e.fingerprint();
        returned(host, cause);
    }

    static void returned(Host.Edit host, Cause cause) {
        become(host, host.draining ? HostStatus.DRAINING : HostStatus.ONLINE, cause);
    }

    static void silent(Host.Edit host, Cause cause) {
        become(host, HostStatus.UNREACHABLE, cause.because("nothing was heard of it for the length of its lease"));
    }

    static void draining(Host.Edit host, boolean draining, Cause cause) {
        host.draining = draining;
        if (host.status != HostStatus.UNREACHABLE) {
            become(host, draining ? HostStatus.DRAINING : HostStatus.ONLINE, cause);
        }
        host.cause = cause;
    }

    static void removed(Host.Edit host, Cause cause) {
        host.sessions = List.of();
        become(host, HostStatus.REMOVED, cause);
    }

    private static void become(Host.Edit host, HostStatus status, Cause cause) {
        if (host.status != status) {
            host.status = status;
            host.statusSince = cause.at();
        }
        host.cause = cause;
    }
}
