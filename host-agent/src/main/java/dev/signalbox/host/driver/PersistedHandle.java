package dev.signalbox.host.driver;

import org.jspecify.annotations.Nullable;

/// What the host agent keeps of a session in its journal; everything else follows from it and stands in the
/// session's folder. It is complete before the start, so that it can be written first.
///
/// @param terminalName what the screen is called, where there is one; null: the session's id
public record PersistedHandle(
        String driver, String sessionId, @Nullable String terminalName) {
    public PersistedHandle(String driver, String sessionId) {
        this(driver, sessionId, null);
    }
}
