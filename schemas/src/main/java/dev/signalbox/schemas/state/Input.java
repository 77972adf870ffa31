package dev.signalbox.schemas.state;

import dev.signalbox.schemas.error.ErrorCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A prompt on its way into a session.
///
/// @param refusal why it was not delivered
public record Input(
        String id,
        String sessionId,
        String text,
        InputStatus status,
        Instant queuedAt,
        @Nullable Instant sentAt,
        @Nullable Instant settledAt,
        @Nullable ErrorCode refusal,
        Cause cause)
        implements Entity {

    @Override
    public EntityRef ref() {
        return new EntityRef(EntityType.INPUT, id);
    }

    /// ```
    /// QUEUED ▶ SENT ▶ DELIVERED | DELIVERY_UNKNOWN | UNDELIVERED
    ///    └──▶ CANCELED | UNDELIVERED
    /// ```
    public enum InputStatus {
        QUEUED,
        SENT,
        /// The bytes are in the process's input.
        DELIVERED,
        /// A crash fell between the write and its note; nothing is repeated.
        DELIVERY_UNKNOWN,
        CANCELED,
        /// It provably never reached the process.
        UNDELIVERED
    }

    public Input sent(Cause because) {
        return new Input(id, sessionId, text, InputStatus.SENT, queuedAt, because.at(), null, null, because);
    }

    public Input settled(InputStatus end, @Nullable ErrorCode why, Cause because) {
        return new Input(id, sessionId, text, end, queuedAt, sentAt, because.at(), why, because);
    }
}
