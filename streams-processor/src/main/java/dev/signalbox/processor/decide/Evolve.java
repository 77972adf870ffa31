package dev.signalbox.processor.decide;

import dev.signalbox.schemas.event.Event;
import dev.signalbox.schemas.event.EventRecord;
import dev.signalbox.schemas.state.Agent;
import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.Entity;
import dev.signalbox.schemas.state.EntityRef;
import dev.signalbox.schemas.state.EntityType;
import dev.signalbox.schemas.state.Input.InputStatus;
import dev.signalbox.schemas.state.Namespace;
import dev.signalbox.schemas.state.OutputIndex;
import dev.signalbox.schemas.state.Repository;
import dev.signalbox.schemas.state.Session;
import dev.signalbox.schemas.state.SessionStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Folds events into entities: the only way in which those change, live and on replay.
public final class Evolve {
    private Evolve() {}

    /// The entities of one namespace, to be read and replaced.
    public interface Fold {
        @Nullable
        Entity entity(EntityRef ref);

        void put(Entity entity);

        void delete(EntityRef ref);
    }

    /// Folds one event.
    ///
    /// @throws IllegalStateException when the event cannot follow what the tables hold: a bug of the decider
    public static void apply(Fold fold, EventRecord record) {
        Cause cause = record.cause();
        String id = record.entity().id();
        switch (record.event()) {
            case Event.NamespaceOpened(var limits) -> {
                Namespace before = fold.entity(record.entity()) instanceof Namespace there ? there : null;
                Instant openedAt = before == null ? cause.at() : before.openedAt();
                fold.put(new Namespace(id, limits, openedAt, before == null ? null : before.totals(), cause));
            }

            case Event.HostJoined e -> fold.put(HostFold.joined(id, e, cause));
            case Event.HostStarted e -> HostFold.edit(fold, id, h -> HostFold.started(h, e, cause));
            case Event.HostReturned() -> HostFold.edit(fold, id, h -> HostFold.returned(h, cause));
            case Event.HostSilent() -> HostFold.edit(fold, id, h -> HostFold.silent(h, cause));
            case Event.HostFenced _ -> HostFold.edit(fold, id, h -> h.cause = cause);
            case Event.HostDrained(var why) ->
                HostFold.edit(fold, id, h -> HostFold.draining(h, true, cause.because(why)));
            case Event.HostUndrained() -> HostFold.edit(fold, id, h -> HostFold.draining(h, false, cause));
            case Event.HostRemoved() -> HostFold.edit(fold, id, h -> HostFold.removed(h, cause));
            case Event.HostForgotten() -> fold.delete(record.entity());
            case Event.HostKeyRotated(var key) ->
                HostFold.edit(fold, id, h -> {
                    h.publicKey = key;
                    h.cause = cause;
                });

            case Event.AgentCreated(var profile) ->
                fold.put(new Agent(id, profile, record.n(), null, null, cause.at(), cause.at(), cause));
            case Event.AgentUpdated(var profile) ->
                fold.put(need(Agent.class, fold, EntityType.AGENT, id).withProfile(profile, record.n(), cause));
            case Event.AgentDeleted() -> fold.delete(record.entity());

            case Event.SessionRequested e -> SessionFold.requested(fold, id, e, cause);
            case Event.SessionPlaced e -> SessionFold.placed(fold, id, e, cause);
            case Event.SessionStarting() ->
                SessionFold.edit(fold, id, s -> {
                    s.become(SessionStatus.STARTING, cause);
                    s.silence = null;
                });
            case Event.SessionRunning(var process) ->
                SessionFold.edit(fold, id, s -> SessionFold.running(s, process, cause));
            case Event.SessionReady() -> SessionFold.edit(fold, id, s -> s.readyAt = cause.at());
            case Event.SessionNativeFound e -> SessionFold.edit(fold, id, s -> s.nativeSessionId = e.nativeSessionId());
            case Event.SessionActivityChanged e ->
                SessionFold.edit(fold, id, s -> SessionFold.activity(s, e, cause.at()));
            case Event.SessionTurnEnded e -> SessionFold.edit(fold, id, s -> SessionFold.turnEnded(s, e, cause.at()));
            case Event.SessionMeasured e ->
                SessionFold.edit(
                        fold,
                        id,
                        s -> s.measured =
                                new Session.Measured(cause.at(), e.memoryBytes(), e.cpuPercent(), e.processes()));
            case Event.SessionStopping e -> SessionFold.edit(fold, id, s -> SessionFold.stopping(s, e, cause));
            case Event.SessionEnded e ->
                SessionFold.ended(
                        fold, id, e.status(), e.end(), cause.because(e.end().reason()));
            case Event.SessionUnknown e -> SessionFold.edit(fold, id, s -> SessionFold.unknown(s, e, cause));
            case Event.SessionFound(var status) -> SessionFold.edit(fold, id, s -> SessionFold.found(s, status, cause));
            case Event.SessionLost(var why) -> SessionFold.lost(fold, id, why, cause);
            case Event.SessionReaped _ -> SessionFold.edit(fold, id, s -> s.cause = cause);
            case Event.SessionResized(var size) -> SessionFold.edit(fold, id, s -> s.terminal = size);
            case Event.SessionResumed(var by) -> SessionFold.edit(fold, id, s -> s.resumedBy = by);
            case Event.SessionForgotten() -> {
                fold.delete(record.entity());
                EntityRef index = new EntityRef(EntityType.OUTPUT_INDEX, id);
                if (fold.entity(index) != null) {
                    fold.delete(index);
                }
            }
            case Event.WriterGranted e -> SessionFold.edit(fold, id, s -> SessionFold.granted(s, e, cause));
            case Event.WriterReleased() -> SessionFold.edit(fold, id, s -> s.writer = null);
            case Event.KeystrokesDropped _ -> SessionFold.edit(fold, id, _ -> {});

            case Event.RepositoryAsked e -> RepositoryFold.asked(fold, id, e, cause);
            case Event.RepositoryInspected e -> {
                Repository before = fold.entity(record.entity()) instanceof Repository r ? r : null;
                RepositoryFold.inspected(fold, id, e, before, cause);
            }
            case Event.RepositoryAliased(var aliasOf) -> RepositoryFold.aliased(fold, id, aliasOf, cause);
            case Event.RepositoryRefused e -> RepositoryFold.refused(fold, id, e, cause);
            case Event.RepositoryForgotten() -> fold.delete(record.entity());
            case Event.WorktreeAdding e -> RepositoryFold.adding(fold, id, e, cause);
            case Event.WorktreeAdded e -> RepositoryFold.added(fold, id, e, cause);
            case Event.WorktreeRemoving e -> RepositoryFold.removing(fold, id, e, cause);
            case Event.WorktreeRemoved e -> RepositoryFold.removed(fold, id, e, cause);
            case Event.WorktreeFailed e -> RepositoryFold.failed(fold, id, e, cause);

            case Event.InputQueued e -> InputFold.queued(fold, id, e, cause);
            case Event.InputMoved e -> InputFold.moved(fold, id, e);
            case Event.InputSent _ -> InputFold.sent(fold, id, cause);
            case Event.InputDelivered _ -> InputFold.settled(fold, id, InputStatus.DELIVERED, null, cause);
            case Event.InputDeliveryUnknown _ -> InputFold.settled(fold, id, InputStatus.DELIVERY_UNKNOWN, null, cause);
            case Event.InputUndelivered e -> InputFold.settled(fold, id, InputStatus.UNDELIVERED, e.why(), cause);
            case Event.InputCanceled _ -> InputFold.settled(fold, id, InputStatus.CANCELED, null, cause);
            case Event.InputForgotten _ -> fold.delete(record.entity());

            case Event.TaskQueued(var spec) -> fold.put(TaskFold.queued(id, record.n(), spec, cause));
            case Event.TaskWaiting(var why) -> TaskFold.edit(fold, id, t -> t.waiting = why);
            case Event.TaskAssigned e -> TaskFold.edit(fold, id, t -> TaskFold.assigned(t, e, cause));
            case Event.TaskRunning _ -> TaskFold.edit(fold, id, t -> TaskFold.running(t, cause));
            case Event.TaskEnding e -> TaskFold.edit(fold, id, t -> TaskFold.ending(t, e, cause));
            case Event.TaskAttemptFailed e -> TaskFold.edit(fold, id, t -> TaskFold.attemptFailed(t, e, cause));
            case Event.TaskEnded e -> TaskFold.edit(fold, id, t -> TaskFold.ended(t, e, cause));
            case Event.TaskRetried() -> TaskFold.edit(fold, id, t -> TaskFold.retried(t, cause));
            case Event.TaskForgotten() -> fold.delete(record.entity());

            case Event.OutputIndexed(var hostId, var points) -> {
                OutputIndex index = fold.entity(record.entity()) instanceof OutputIndex before
                        ? before
                        : new OutputIndex(id, hostId, List.of(), cause);
                fold.put(index.plus(points, cause));
                SessionFold.wrote(fold, id, cause.at());
            }

            case Event.DocumentPut e -> DocumentFold.put(fold, record.n(), e, cause);
            case Event.DocumentDeleted _ -> fold.delete(record.entity());
        }
        TotalsFold.count(fold, record);
    }

    static <E extends Entity> E need(Class<E> type, Fold fold, EntityType kind, String id) {
        Entity entity = fold.entity(new EntityRef(kind, id));
        if (!type.isInstance(entity)) {
            throw new IllegalStateException("there is no " + kind.wireName() + " " + id);
        }
        return type.cast(entity);
    }
}
