package dev.signalbox.dev;

import dev.signalbox.api.DialectSettings;
import dev.signalbox.settings.HostPort;
import dev.signalbox.settings.Inlined;
import dev.signalbox.settings.Setting;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How `dev` runs.
record DevSettings(
        @Setting(value = "Where everything is kept over restarts.", byDefault = "$XDG_DATA_HOME/signalbox/dev")
        Path dataDir,

        @Setting("Directory inside which sessions may work; not set: `work` in the data directory.") @Nullable
        Path baseDir,

        @Setting(
                value = "Port of the first API node, else the next free one; the second node takes the one after.",
                byDefault = "8600")
        int port,

        @Setting(value = "Port of the embedded broker, else the next free one.", byDefault = "19092")
        int kafkaPort,

        @Setting("Name of the host; not set: the machine's name.") @Nullable
        String name,

        @Setting(
                value = "Print one line of JSON once ready, and nothing else, on standard output.",
                byDefault = "false")
        boolean json,

        @Setting(value = "Leave the file alone from which the cli takes server and token.", byDefault = "false")
        boolean noConfig,

        @Inlined DialectSettings dialects) {
    DevSettings {
        port("port", port);
        port("kafka-port", kafkaPort);
        dialects.listeners()
                .byName()
                .forEach((dialect, listen) -> listen.address().ifPresent(at -> local(dialect, at)));
    }

    /// What leaves loopback needs TLS, which `dev` has no settings for.
    private static void local(String dialect, HostPort at) {
        String key = dialect + "-listen";
        boolean loopback;
        try {
            loopback = at.isLoopback();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        }
        if (!loopback) {
            throw new IllegalArgumentException(
                    "%s: dev stays on loopback, and %s is beyond it: take 127.0.0.1, or run ./signalbox api"
                            .formatted(key, at));
        }
    }

    private static void port(String key, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(key + ": must be 0 (any free one) to 65535, not " + port);
        }
    }
}
