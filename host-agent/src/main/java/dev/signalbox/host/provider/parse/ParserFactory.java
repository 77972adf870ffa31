package dev.signalbox.host.provider.parse;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes the parser of one session's standard output. The same origin makes a parser that says the same, so that the
/// output can be read again from its beginning after a restart.
@FunctionalInterface
public interface ParserFactory {
    LineParser begin(Origin origin);

    /// Where the output comes from.
    ///
    /// @param environment of the process
    /// @param resumedNativeId the native session that it went on with, null for a new one
    /// @param startedAt when it was started, by the host's clock
    record Origin(Map<String, String> environment, @Nullable String resumedNativeId, Instant startedAt) {}
}
