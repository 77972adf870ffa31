package dev.signalbox.schemas.event;

import dev.signalbox.schemas.state.Cause;
import dev.signalbox.schemas.state.EntityRef;

/// The value of a record on `events`, keyed by the namespace.
///
/// @param n +1 with each event of the namespace, from 1
/// @param prev the `n` of the entity's previous event, 0 for its first
public record EventRecord(String namespace, long n, long prev, EntityRef entity, Cause cause, Event event) {}
