package dev.signalbox.host.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What to start for a session, and how to talk to it.
///
/// @param nativeSessionId the native session, where it is known before the first output
public record CommandLine(
        List<String> argv, Launch launch, @Nullable String nativeSessionId) {}
