package dev.signalbox.schemas.state;

import dev.signalbox.schemas.error.Check;
import dev.signalbox.schemas.spec.TaskSpec;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Delegated work.
///
/// @param number that of the event that queued it: it rises with each task of the namespace
/// @param waiting why it is still QUEUED, one sentence
/// @param attempts oldest first, at most 32
/// @param ending set when the running attempt is being stopped for this end
public record Task(
        String id,
        long number,
        TaskSpec spec,
        TaskStatus status,
        @Nullable String waiting,
        List<Attempt> attempts,
        int attemptsAllowed,
        @Nullable TaskStatus ending,
        @Nullable TaskResult result,
        @Nullable String reason,
        Instant createdAt,
        @Nullable Instant endedAt,
        Cause cause)
        implements Entity {

    public static final int MAX_ATTEMPTS = 32;

    public Task {
        attempts = Check.list("attempts", attempts, MAX_ATTEMPTS);
    }

    /// One try: one input in one session.
    ///
    /// @param outcome the session's end as the task sees it; null while it runs
    public record Attempt(
            int number,
            String sessionId,
            Instant assignedAt,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable TaskStatus outcome,
            @Nullable String reason) {

        public Attempt started(Instant at) {
            return new Attempt(number, sessionId, assignedAt, at, endedAt, outcome, reason);
        }

        public Attempt ended(TaskStatus how, @Nullable String why, Instant at) {
            return new Attempt(number, sessionId, assignedAt, startedAt, at, how, why);
        }
    }

    @Override
    public EntityRef ref() {
        return new EntityRef(EntityType.TASK, id);
    }

    /// The newest attempt, null before the first.
    public @Nullable Attempt attempt() {
        return attempts.isEmpty() ? null : attempts.getLast();
    }

    /// A copy with some components changed.
    public Task edit(Consumer<Edit> change) {
        Edit edit = new Edit(this);
        change.accept(edit);
        return edit.build();
    }

    /// The mutable form of a [Task], for [#edit] only.
    public static final class Edit {
        private final Task before;
        public TaskStatus status;
        public @Nullable String waiting;
        public List<Attempt> attempts;
        public int attemptsAllowed;
        public @Nullable TaskStatus ending;
        public @Nullable TaskResult result;
        public @Nullable String reason;
        public @Nullable Instant endedAt;
        public Cause cause;

        private Edit(Task task) {
            before = task;
            status = task.status;
            waiting = task.waiting;
            attempts = task.attempts;
            attemptsAllowed = task.attemptsAllowed;
            ending = task.ending;
            result = task.result;
            reason = task.reason;
            endedAt = task.endedAt;
            cause = task.cause;
        }

        private Task build() {
            return new Task(
                    before.id,
                    before.number,
                    before.spec,
                    status,
                    waiting,
                    attempts,
                    attemptsAllowed,
                    ending,
                    result,
                    reason,
                    before.createdAt,
                    endedAt,
                    cause);
        }
    }
}
