package dev.signalbox.host.refusal;

import dev.signalbox.schemas.error.ErrorCode;

/// A no from the host, before any effect.
///
/// @param field the part of the request that is refused, as the client wrote it
/// @param message what is wrong and what would be right; never a value that may be secret
public record Refusal(ErrorCode code, String field, String message) {}
