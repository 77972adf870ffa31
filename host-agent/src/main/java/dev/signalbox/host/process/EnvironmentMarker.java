package dev.signalbox.host.process;

import java.nio.charset.StandardCharsets;

/// The variable that every process of a session inherits, by which those that left its process group are found.
public record EnvironmentMarker(String sessionId) {
    public static final String VARIABLE = "SIGNALBOX_SESSION";

    byte[] bytes() {
        return (VARIABLE + "=" + sessionId).getBytes(StandardCharsets.UTF_8);
    }
}
