package dev.signalbox.api;

import dev.signalbox.settings.HostPort;
import dev.signalbox.settings.Listen;
import dev.signalbox.settings.Setting;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the dialects have listeners of their own. Each is also served behind its name on the main one.
public record DialectListeners(
        @Setting(value = "Where the dialect elemental listens for itself, or off.", byDefault = "127.0.0.1:3457")
        Listen elementalListen,

        @Setting(value = "Where the dialect orchestra listens for itself, or off.", byDefault = "127.0.0.1:8080")
        Listen orchestraListen,

        @Setting(value = "Where the dialect neolith listens for itself, or off.", byDefault = "127.0.0.1:8787")
        Listen neolithListen,

        @Setting(value = "Host that the daemon listens on, instead of that of neolith-listen.", also = "DAEMON_HOST")
        @Nullable
        String neolithHost,

        @Setting(
                value = "Port that the daemon listens on, 1024 to 65535, instead of that of neolith-listen.",
                also = "DAEMON_PORT")
        @Nullable
        Integer neolithPort,

        @Setting(
                value = "Whether the dialects' own listeners need a token on loopback too; elsewhere they always do.",
                byDefault = "false")
        boolean dialectAuth) {
    private static final int LOWEST = 1024;
    private static final int HIGHEST = 65_535;

    public DialectListeners {
        if (neolithPort != null && (neolithPort < LOWEST || neolithPort > HIGHEST)) {
            throw new IllegalArgumentException("neolith-port: must be 1024 to 65535");
        }
    }

    /// By the dialects' names; those that are off too.
    public Map<String, Listen> byName() {
        Map<String, Listen> all = new LinkedHashMap<>();
        all.put("elemental", elementalListen);
        all.put("orchestra", orchestraListen);
        all.put("neolith", neolith());
        return all;
    }

    /// The same dialects elsewhere.
    ///
    /// @param places by the dialects' names; one that is not named is off
    public DialectListeners at(Map<String, HostPort> places) {
        return new DialectListeners(
                new Listen(places.get("elemental")),
                new Listen(places.get("orchestra")),
                new Listen(places.get("neolith")),
                null,
                null,
                dialectAuth);
    }

    /// The original's own variables come first.
    Listen neolith() {
        HostPort at = neolithListen.at();
        return at == null
                ? neolithListen
                : new Listen(new HostPort(
                        neolithHost == null ? at.host() : neolithHost, neolithPort == null ? at.port() : neolithPort));
    }
}
