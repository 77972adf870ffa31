package dev.signalbox.host.driver;

/// What the host agent keeps of a session in its journal; everything else follows from it and stands in the
/// session's folder. It is complete before the start, so that it can be written first.
public record PersistedHandle(String driver, String sessionId) {}
