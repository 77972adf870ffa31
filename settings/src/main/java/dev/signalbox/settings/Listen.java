package dev.signalbox.settings;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where something listens, or that it does not: `127.0.0.1:8080` or `off`.
///
/// @param at null: nowhere
public record Listen(@Nullable HostPort at) {
    private static final String OFF = "off";

    public static Listen of(String text) {
        try {
            return new Listen(text.equals(OFF) ? null : HostPort.of(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + ", and not off", e);
        }
    }

    public Optional<HostPort> address() {
        return Optional.ofNullable(at);
    }

    @Override
    public String toString() {
        return at == null ? OFF : at.toString();
    }
}
