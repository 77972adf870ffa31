package dev.signalbox.processor.settings;

import dev.signalbox.settings.Loaded;
import dev.signalbox.settings.SettingsLoader;
import dev.signalbox.settings.Sources;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Settings of one processor beside one broker: what a test does not say is the default.
public final class TestSettings {
    private TestSettings() {}

    /// @param kafka `host:port` of the broker
    public static ProcessorSettings of(String kafka, Path dataDir, int partitions) {
        return of(kafka, dataDir, partitions, Map.of());
    }

    /// @param more by key
    public static ProcessorSettings of(String kafka, Path dataDir, int partitions, Map<String, String> more) {
        var flags = new HashMap<>(Map.of(
                "kafka-servers",
                kafka,
                "data-dir",
                dataDir.toString(),
                "partitions",
                Integer.toString(partitions),
                "processor-ops-port",
                "0"));
        flags.putAll(more);
        return switch (SettingsLoader.load(ProcessorSettings.class, Sources.NONE.withFlags(flags))) {
            case Loaded.Ok<ProcessorSettings>(var settings, _) -> settings;
            case Loaded.Refused<ProcessorSettings>(var problems) -> throw new AssertionError(problems);
        };
    }
}
