package dev.signalbox.processor.row;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.state.Entity;
import dev.signalbox.schemas.state.EntityRef;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One row of the decider's tables. [Keys] says under which key each kind stands.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "row")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Row.EntityRow.class, name = "entity"),
    @JsonSubTypes.Type(value = Row.Counter.class, name = "counter"),
    @JsonSubTypes.Type(value = Row.HostLink.class, name = "link"),
    @JsonSubTypes.Type(value = Row.Secrets.class, name = "secrets"),
    @JsonSubTypes.Type(value = Row.Pointer.class, name = "pointer"),
    @JsonSubTypes.Type(value = Row.Timer.class, name = "timer"),
    @JsonSubTypes.Type(value = Row.Lease.class, name = "lease"),
    @JsonSubTypes.Type(value = Row.Clock.class, name = "clock")
})
public sealed interface Row {

    /// The newest version of an entity.
    ///
    /// @param n the newest event that is about this entity; others may have changed it since, as a session's
    ///     end does its agent
    record EntityRow(long n, Entity entity) implements Row {}

    /// A namespace's counts. @param n its newest event; the others are of entities that the limits bound
    record Counter(long n, int hosts, int agents, int liveSessions, int openTasks, int documents) implements Row {
        public static final Counter ZERO = new Counter(0, 0, 0, 0, 0, 0);

        public Counter at(long newest) {
            return new Counter(newest, hosts, agents, liveSessions, openTasks, documents);
        }
    }

    /// What passes between the decider and one host.
    ///
    /// @param directiveSeq the newest directive's sequence
    /// @param reportSeq the newest batch's sequence of the incarnation
    /// @param fenced the last instance that was told to stop
    /// @param sessions how many sessions of the tables name it, ended ones too
    record HostLink(long directiveSeq, long incarnation, String instance, long reportSeq, String fenced, int sessions)
            implements Row {
        public static final HostLink NEW = new HostLink(0, 0, "", 0, "", 0);

        public HostLink told(long newest) {
            return new HostLink(newest, incarnation, instance, reportSeq, fenced, sessions);
        }

        public HostLink heard(long newIncarnation, String newInstance, long newest) {
            return new HostLink(directiveSeq, newIncarnation, newInstance, newest, fenced, sessions);
        }

        public HostLink fencing(String other) {
            return new HostLink(directiveSeq, incarnation, instance, reportSeq, other, sessions);
        }

        public HostLink named(int more) {
            return new HostLink(directiveSeq, incarnation, instance, reportSeq, fenced, Math.max(0, sessions + more));
        }
    }

    /// Values of environment variables that wait for a launch; they stand in no event and no view.
    record Secrets(Map<String, String> env) implements Row {}

    /// An entry of an index: a name that is taken, a task that waits, a session that waits for a host, a host
    /// that takes work.
    record Pointer(String id) implements Row {}

    /// Something due.
    ///
    /// @param due milliseconds of its clock
    /// @param generation an attempt's number, a session's epoch, a document's version, or the time in milliseconds
    ///     at which the silence, the waiting or the end began: a timer of another one no longer applies
    record Timer(String namespace, ClockKind clock, long due, TimerKind kind, EntityRef entity, long generation)
            implements Row {}

    /// A host's lease. @param expires milliseconds of the lease clock
    record Lease(String namespace, String hostId, long expires) implements Row {}

    /// The clocks of a partition, which never go back.
    ///
    /// @param now append time of the newest record, in milliseconds since 1970
    /// @param lease sum of min(time between ticks, 2 × their interval), in milliseconds
    /// @param tickedAt append time of the newest tick, 0 before the first
    /// @param keep what the newest tick said of how long things are kept; null: for ever
    record Clock(long now, long lease, long tickedAt, Command.Tick.@Nullable Keep keep) implements Row {
        public static final Clock START = new Clock(0, 0, 0, null);

        /// The clock once a record was appended then.
        public Clock at(long appendedAt) {
            return new Clock(appendedAt, lease, tickedAt, keep);
        }

        /// Milliseconds of a kind.
        public long millis(ClockKind kind) {
            return switch (kind) {
                case WALL -> now;
                case LEASE -> lease;
                case KEPT_SESSIONS -> keep == null ? 0 : now - keep.sessions().toMillis();
                case KEPT_TASKS -> keep == null ? 0 : now - keep.tasks().toMillis();
                case KEPT_HOSTS ->
                    keep == null || keep.hosts() == null
                            ? 0
                            : now - keep.hosts().toMillis();
            };
        }
    }

    enum ClockKind {
        /// Append time.
        WALL,
        /// Stands still while the log or the processor does.
        LEASE,
        /// Is behind WALL by the time for which ended sessions are kept, so that a new setting counts for all of them
        /// at once. It goes back when they are to be kept longer.
        KEPT_SESSIONS,
        /// The same for ended tasks.
        KEPT_TASKS,
        /// The same for removed hosts.
        KEPT_HOSTS
    }

    enum TimerKind {
        /// No host took the session in time.
        PLACEMENT,
        /// The host was told to start the session and did not answer.
        START,
        /// The session's policy for a silent host acts.
        SILENCE,
        /// The stop should have been reported.
        STOP,
        /// The attempt has run for as long as the task allows.
        TASK_TIMEOUT,
        /// The task has waited for as long as it may.
        TASK_QUEUE,
        /// What became of the prompt should have been reported.
        INPUT,
        /// What became of a worktree should have been reported.
        WORKTREE,
        /// More could be placed than one decision places.
        FILL,
        /// The document's time is over.
        DOCUMENT,
        /// What is over was kept for long enough.
        FORGET
    }
}
