package dev.signalbox.schemas.directive;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The value of a record on `directives-out` and `directives.<h>`.
///
/// @param seq +1 with each directive to this host; repeats are dropped by it and gaps reported
/// @param notAfter a host that reads it later refuses it with EXPIRED instead of acting; null: no limit
public record DirectiveRecord(
        String namespace,
        String hostId,
        long seq,
        Instant at,
        @Nullable Instant notAfter,
        Directive directive) {}
