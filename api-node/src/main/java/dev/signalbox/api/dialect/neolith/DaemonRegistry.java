package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.document.Documents;
import dev.signalbox.api.core.document.Documents.Change;
import dev.signalbox.schemas.error.ErrorCode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Which daemon is an orchestrator's, decided in the log: of two that register at once on two nodes one does.
final class DaemonRegistry {
    private final Documents documents;
    private final InstantSource clock;

    DaemonRegistry(Documents documents, InstantSource clock) {
        this.documents = documents;
        this.clock = clock;
    }

    Optional<Records.Daemon> find(String namespace, String orchestratorId) {
        return documents
                .get(namespace, Records.DAEMONS, orchestratorId)
                .map(document -> Records.read(document, Records.Daemon.class));
    }

    /// Registers, also in the place of one that was not heard of for [Records#ONLINE].
    ///
    /// @throws dev.signalbox.api.core.RefusedException SESSION_EXISTS when another instance is there
    Records.Daemon register(
            Principal by, String orchestratorId, String organizationId, String instanceId, Map<String, Object> info)
            throws InterruptedException {
        Instant now = clock.instant();
        return change(by, orchestratorId, before -> {
            String present = before.instanceId();
            if (present != null && !present.equals(instanceId) && before.online(now)) {
                throw Refusal.of(ErrorCode.SESSION_EXISTS, "Another daemon instance is registered and alive")
                        .with(NeolithRefusals.CODE, "DAEMON_ALREADY_REGISTERED")
                        .with(NeolithRefusals.INSTANCE, present)
                        .asException();
            }
            return before.registered(organizationId, instanceId, info, now);
        });
    }

    /// @throws dev.signalbox.api.core.RefusedException UNAUTHENTICATED when another instance has taken its place
    Records.Daemon heartbeat(DaemonAccess.Asker by, String activity, @Nullable Map<String, Object> metrics)
            throws InterruptedException {
        Instant now = clock.instant();
        return change(
                by.principal(), by.orchestratorId(), before -> by.own(before).heard(activity, metrics, now));
    }

    Records.Daemon change(Principal by, String orchestratorId, UnaryOperator<Records.Daemon> change)
            throws InterruptedException {
        Change done = documents.update(by, Records.DAEMONS, orchestratorId, before -> {
            Records.Daemon present = before.map(document -> Records.read(document, Records.Daemon.class))
                    .orElseGet(() -> Records.Daemon.of(orchestratorId));
            return new Change.Put(Records.body(change.apply(present)), Records.KEPT);
        });
        if (!(done instanceof Change.Put(var body, _))) {
            throw new IllegalStateException("a change is a put");
        }
        return Records.read(body, Records.Daemon.class);
    }

    /// Leaves an instance that has taken its place alone.
    void unregister(DaemonAccess.Asker by) throws InterruptedException {
        Change _ = documents.update(
                by.principal(),
                Records.DAEMONS,
                by.orchestratorId(),
                before -> before.map(document -> Records.read(document, Records.Daemon.class))
                        .filter(daemon -> !by.isSuperseded(daemon))
                        .<Change>map(_ -> new Change.Delete())
                        .orElseGet(Change.Nothing::new));
    }

    void unregister(Principal by, String orchestratorId) throws InterruptedException {
        boolean _ = documents.delete(by, Records.DAEMONS, orchestratorId, null);
    }
}
