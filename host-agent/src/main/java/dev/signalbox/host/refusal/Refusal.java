package dev.signalbox.host.refusal;

import dev.signalbox.schemas.error.ErrorCode;

/// A no from the host, before any effect.
///
/// @param message which part of the request is wrong, as the client wrote it, and what would be right; never a value
/// that may be secret
public record Refusal(ErrorCode code, String message) {}
