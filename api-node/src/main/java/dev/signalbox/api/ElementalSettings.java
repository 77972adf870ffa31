package dev.signalbox.api;

import dev.signalbox.settings.Bounds;
import dev.signalbox.settings.Setting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What the dialect elemental can be told beside where it listens.
public record ElementalSettings(
        @Setting(
                "Root of the project on its host, given to Elemental's agents as ELEMENTAL_ROOT; without it what can be"
                        + " found out.")
        @Nullable
        String elementalRoot,

        @Setting(
                value = "What Elemental's health names as its database; nothing is stored there. Without it the log.",
                also = "ELEMENTAL_DB_PATH")
        @Nullable
        String elementalDatabase,

        @Setting(value = "Time between heartbeats of Elemental's streams.", byDefault = "30s")
        Duration elementalHeartbeat) {
    public ElementalSettings {
        Bounds.check("elemental-heartbeat", elementalHeartbeat, ApiSettings.SHORTEST, ApiSettings.LONGEST);
    }
}
