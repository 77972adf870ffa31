package dev.signalbox.processor.topology;

import dev.signalbox.processor.intake.Position;
import dev.signalbox.processor.intake.Verification;
import org.jspecify.annotations.Nullable;

/// A verified record on its way to be decided, with its bytes for the case that it ends as a dead letter.
@SuppressWarnings("ArrayRecordComponent") // never compared
record Input(Position at, byte @Nullable [] value, Verification.Accepted accepted) {}
