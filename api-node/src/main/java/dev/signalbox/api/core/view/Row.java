package dev.signalbox.api.core.view;

import dev.signalbox.schemas.state.Entity;

/// An entity as the newest event about it left it.
///
/// @param n that event's number in the namespace
public record Row<E extends Entity>(long n, E entity) {}
