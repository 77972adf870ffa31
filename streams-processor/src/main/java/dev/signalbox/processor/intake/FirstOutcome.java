package dev.signalbox.processor.intake;

import dev.signalbox.schemas.outcome.Outcome;
import org.jspecify.annotations.Nullable;

/// What the idempotency window keeps of a command.
///
/// @param requestHash of the request that was decided, null when its writer gave none
public record FirstOutcome(@Nullable String requestHash, Outcome outcome) {}
