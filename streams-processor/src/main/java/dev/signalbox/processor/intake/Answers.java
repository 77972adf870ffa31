package dev.signalbox.processor.intake;

import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.outcome.Outcome;
import dev.signalbox.schemas.state.EntityRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The answers that are given without deciding.
///
/// @param n the namespace's newest event
public record Answers(CommandRecord command, long n, Instant at) {

    public Outcome conflict(Outcome first) {
        return refusal(
                ErrorCode.CONFLICT,
                "idempotencyKey",
                "the key was used for another request, command " + first.commandId(),
                first.subject());
    }

    public Outcome commandNotFound(String commandId) {
        return refusal(
                ErrorCode.COMMAND_NOT_FOUND,
                "commandId",
                "no outcome of command %s is known; outcomes are kept for %d hours"
                        .formatted(commandId, Deduplication.WINDOW.toHours()),
                null);
    }

    public Outcome tooLarge(String what, int bytes, int limit) {
        return refusal(
                ErrorCode.TOO_LARGE,
                null,
                what + " would have " + bytes + " bytes; the limit is " + limit + "; pass large content by reference",
                null);
    }

    public Outcome internal(String place) {
        return refusal(
                ErrorCode.INTERNAL, null, "nothing was changed; the dead letter of " + place + " says why", null);
    }

    private Outcome refusal(ErrorCode code, @Nullable String field, String message, @Nullable EntityRef subject) {
        return Outcome.refused(command, n, at, subject, code, field, message);
    }
}
