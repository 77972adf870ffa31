package dev.signalbox.api;

import dev.signalbox.settings.Inlined;

/// What can be told of the dialects, to an API node and to whatever runs one.
public record DialectSettings(
        @Inlined DialectListeners listeners,
        OrchestraSettings orchestra,
        @Inlined ElementalSettings elemental,
        NeolithSettings neolith) {
    /// The same on other listeners.
    public DialectSettings listening(DialectListeners others) {
        return new DialectSettings(others, orchestra, elemental, neolith);
    }
}
