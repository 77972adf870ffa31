package dev.signalbox.api.core.gateway;

import dev.signalbox.schemas.outcome.Outcome;

/// What a request learns of its command in time.
public sealed interface Answer {
    String commandId();

    /// Decided: accepted or refused.
    record Decided(Outcome outcome) implements Answer {
        @Override
        public String commandId() {
            return outcome.commandId();
        }
    }

    /// In the log; the outcome is still to come.
    record Pending(String commandId) implements Answer {}

    /// Not known to be in the log: the same request may be sent again under the same idempotency key.
    ///
    /// @param written false when it is certain that it was not written
    record Unavailable(String commandId, boolean written, String why) implements Answer {}
}
