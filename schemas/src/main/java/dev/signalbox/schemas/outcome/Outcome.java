package dev.signalbox.schemas.outcome;

import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.state.EntityRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What became of a command: the value of a record on `outcomes`, keyed by the command's id.
///
/// @param commandId the command that this answers
/// @param first the command whose decision this is: another one when an idempotency key was repeated
/// @param namespace the namespace that it was decided in
/// @param n the state cursor: a view that has read event `n` of the namespace shows this outcome
/// @param subject what was made, changed or found; on SESSION_EXISTS the live session
/// @param code null when accepted
/// @param field the field that a refusal is about
/// @param number a number that the answer carries, such as a writer's epoch; of a stop [#BEGUN] or [#UNDER_WAY]
public record Outcome(
        String commandId,
        String first,
        String namespace,
        long n,
        Instant at,
        boolean accepted,
        @Nullable EntityRef subject,
        @Nullable ErrorCode code,
        @Nullable String field,
        @Nullable String message,
        @Nullable Long number) {

    /// It was this command that began the end of its session: of all that ask for it one does.
    public static final long BEGUN = 1;

    /// The session was being stopped already, or was over.
    public static final long UNDER_WAY = 0;

    /// What was done.
    public static Outcome accepted(
            CommandRecord command, long n, Instant at, @Nullable EntityRef subject, @Nullable Long number) {
        return new Outcome(
                command.id(), command.id(), command.namespace(), n, at, true, subject, null, null, null, number);
    }

    /// Why nothing was done.
    public static Outcome refused(
            CommandRecord command,
            long n,
            Instant at,
            @Nullable EntityRef subject,
            ErrorCode code,
            @Nullable String field,
            String message) {
        return new Outcome(
                command.id(), command.id(), command.namespace(), n, at, false, subject, code, field, message, null);
    }

    /// The same answer to a command that repeats the first one.
    public Outcome repeatedFor(String otherCommandId) {
        return new Outcome(otherCommandId, first, namespace, n, at, accepted, subject, code, field, message, number);
    }
}
