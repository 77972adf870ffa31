package dev.signalbox.cli.api;

import org.jspecify.annotations.Nullable;

/// One event of a stream.
///
/// @param id the cursor behind it, null when it has none
public record ServerEvent(
        String type, String data, @Nullable String id) {}
