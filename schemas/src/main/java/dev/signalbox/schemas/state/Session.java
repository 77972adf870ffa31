package dev.signalbox.schemas.state;

import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.output.Item.Result;
import dev.signalbox.schemas.output.Item.Usage;
import dev.signalbox.schemas.spec.SessionSpec;
import dev.signalbox.schemas.spec.TerminalSize;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One run of a provider on a host, for an agent.
///
/// @param epoch rises with each launch of it; reports of an older one are refused
/// @param launchSeq sequence of the directive that launched it; an inventory older than it says nothing of it
/// @param suspending whether it is being stopped to be resumed, so that it becomes SUSPENDED
/// @param since when each status was last entered
/// @param readyAt when the first structured item came; null: started, never answered
/// @param silence while UNKNOWN, or after it ended so
/// @param queue inputs that wait, in order
/// @param inFlight inputs that were sent and not yet settled
/// @param writer who holds the keyboard
/// @param resumedBy the session that went on from this one
/// @param taskId the task whose attempt this is
/// @param turns how many turns have ended, failed ones included
/// @param turnInputs prompts whose turn has not ended, in the order in which they were sent; null: nobody can tell, as
/// after a delivery that is unknown, and where output does not tell turns
/// @param turnByte offset in the output behind the newest turn's end; a report of an earlier one is a repetition
/// @param activeAt when it was last known to do something: it started, took a prompt, wrote, or ended a turn; for
/// steady output exact to half a minute
/// @param measured what its processes used when somebody last asked
public record Session(
        String id,
        String agentId,
        SessionSpec spec,
        SessionStatus status,
        @Nullable Activity activity,
        @Nullable String hostId,
        long epoch,
        long launchSeq,
        boolean suspending,
        Map<SessionStatus, Instant> since,
        @Nullable Instant readyAt,
        @Nullable ProcessRef process,
        @Nullable Silence silence,
        @Nullable SessionEnd end,
        @Nullable String nativeSessionId,
        @Nullable Usage usage,
        @Nullable Result lastResult,
        List<String> queue,
        List<String> inFlight,
        @Nullable Writer writer,
        TerminalSize terminal,
        @Nullable String resumedBy,
        @Nullable String taskId,
        @Nullable Integer attempt,
        int turns,
        int failedTurns,
        @Nullable List<String> turnInputs,
        long turnByte,
        @Nullable Instant activeAt,
        @Nullable Measured measured,
        Cause cause)
        implements Entity {

    /// Most inputs that may wait at once.
    public static final int MAX_QUEUE = 256;

    public Session {
        since = since.isEmpty() ? Map.of() : Map.copyOf(since);
        queue = Check.list("queue", queue, MAX_QUEUE);
        inFlight = Check.list("inFlight", inFlight, MAX_QUEUE);
        turnInputs = turnInputs == null ? null : List.copyOf(turnInputs);
    }

    /// @param was the status before the host fell silent
    /// @param until when the policy acts, on the lease clock; null: never
    public record Silence(
            SessionStatus was, Instant since, @Nullable Instant until) {}

    /// What the processes of a session used.
    ///
    /// @param at when the log took the measurement
    /// @param memoryBytes resident memory of all of them, shared pages counted for each
    /// @param cpuPercent of one processor, over the last seconds before
    public record Measured(Instant at, long memoryBytes, double cpuPercent, int processes) {
        /// A younger one is not repeated.
        public static final Duration FRESH = Duration.ofSeconds(2);
    }

    /// The right to type.
    public record Writer(String holder, String principal, long epoch, Instant since) {}

    @Override
    public EntityRef ref() {
        return new EntityRef(EntityType.SESSION, id);
    }

    /// A copy with some components changed.
    public Session edit(Consumer<Edit> change) {
        Edit edit = new Edit(this);
        change.accept(edit);
        return edit.build();
    }

    /// The mutable form of a [Session], for [#edit] only.
    public static final class Edit {
        private final Session before;
        public SessionStatus status;
        public @Nullable Activity activity;
        public @Nullable String hostId;
        public long epoch;
        public long launchSeq;
        public boolean suspending;
        public Map<SessionStatus, Instant> since;
        public @Nullable Instant readyAt;
        public @Nullable ProcessRef process;
        public @Nullable Silence silence;
        public @Nullable SessionEnd end;
        public @Nullable String nativeSessionId;
        public @Nullable Usage usage;
        public @Nullable Result lastResult;
        public List<String> queue;
        public List<String> inFlight;
        public @Nullable Writer writer;
        public TerminalSize terminal;
        public @Nullable String resumedBy;
        public int turns;
        public int failedTurns;
        public @Nullable List<String> turnInputs;
        public long turnByte;
        public @Nullable Instant activeAt;
        public @Nullable Measured measured;
        public Cause cause;

        private Edit(Session session) {
            before = session;
            status = session.status;
            activity = session.activity;
            hostId = session.hostId;
            epoch = session.epoch;
            launchSeq = session.launchSeq;
            suspending = session.suspending;
            since = session.since;
            readyAt = session.readyAt;
            process = session.process;
            silence = session.silence;
            end = session.end;
            nativeSessionId = session.nativeSessionId;
            usage = session.usage;
            lastResult = session.lastResult;
            queue = session.queue;
            inFlight = session.inFlight;
            writer = session.writer;
            terminal = session.terminal;
            resumedBy = session.resumedBy;
            turns = session.turns;
            failedTurns = session.failedTurns;
            turnInputs = session.turnInputs;
            turnByte = session.turnByte;
            activeAt = session.activeAt;
            measured = session.measured;
            cause = session.cause;
        }

        /// Enters a status at the time of its cause.
        public void become(SessionStatus next, Cause because) {
            if (!status.canBecome(next)) {
                throw new IllegalStateException("session " + before.id + " cannot go from " + status + " to " + next);
            }
            status = next;
            Map<SessionStatus, Instant> times = new EnumMap<>(SessionStatus.class);
            times.putAll(since);
            times.put(next, because.at());
            since = times;
            cause = because;
        }

        /// It did something at this time.
        public void active(Instant at) {
            activeAt = activeAt == null || at.isAfter(activeAt) ? at : activeAt;
        }

        private Session build() {
            return new Session(
                    before.id,
                    before.agentId,
                    before.spec,
                    status,
                    activity,
                    hostId,
                    epoch,
                    launchSeq,
                    suspending,
                    since,
                    readyAt,
                    process,
                    silence,
                    end,
                    nativeSessionId,
                    usage,
                    lastResult,
                    queue,
                    inFlight,
                    writer,
                    terminal,
                    resumedBy,
                    before.taskId,
                    before.attempt,
                    turns,
                    failedTurns,
                    turnInputs,
                    turnByte,
                    activeAt,
                    measured,
                    cause);
        }
    }
}
