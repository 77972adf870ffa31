package dev.signalbox.dev.stack;

import dev.signalbox.api.DialectSettings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is asked of a [DevStack].
///
/// @param dataDir where everything is kept; the same directory gives the same hosts, sessions and records again
/// @param baseDirs where sessions may work, the first by default; made when absent
/// @param apiPort of the first API node, else the next free one; the second node takes the next one free; 0: any
/// @param dialects what they are told, on loopback: the first node has their ports, else the next free ones, the second
/// node the next free ones behind; null: the defaults, on any ports
/// @param kafkaPort of the broker, else the next free one; 0: any
/// @param hostName null: the machine's name
public record StackOptions(
        Path dataDir,
        List<Path> baseDirs,
        int apiPort,
        int kafkaPort,
        @Nullable DialectSettings dialects,
        @Nullable String hostName) {
    public StackOptions {
        dataDir = dataDir.toAbsolutePath().normalize();
        baseDirs =
                baseDirs.stream().map(dir -> dir.toAbsolutePath().normalize()).toList();
        if (baseDirs.isEmpty()) {
            baseDirs = List.of(dataDir.resolve("work"));
        }
    }

    /// On free ports, with everything below one directory.
    public static StackOptions in(Path dataDir) {
        return new StackOptions(dataDir, List.of(), 0, 0, null, null);
    }

    public StackOptions working(List<Path> baseDirectories) {
        return new StackOptions(dataDir, baseDirectories, apiPort, kafkaPort, dialects, hostName);
    }
}
