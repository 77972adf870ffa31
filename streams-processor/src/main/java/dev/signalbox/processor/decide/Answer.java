package dev.signalbox.processor.decide;

import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.state.EntityRef;
import org.jspecify.annotations.Nullable;

/// What a command is answered with. A refusal is a value: nothing of the decision that led to it remains.
sealed interface Answer {

    /// @param number what else the asker needs, such as a writer's epoch
    record Accepted(EntityRef subject, @Nullable Long number) implements Answer {}

    record Refused(
            ErrorCode code,
            @Nullable String field,
            String message,
            @Nullable EntityRef subject) implements Answer {}

    static Answer accepted(EntityRef subject) {
        return new Accepted(subject, null);
    }

    static Answer refused(ErrorCode code, String message) {
        return new Refused(code, null, message, null);
    }

    static Answer refused(ErrorCode code, String field, String message) {
        return new Refused(code, field, message, null);
    }
}
