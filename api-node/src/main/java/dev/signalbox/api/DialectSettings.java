package dev.signalbox.api;

import dev.signalbox.settings.Listen;
import dev.signalbox.settings.Setting;

/// Where the dialects have listeners of their own. Each is also served behind its name on the main one.
public record DialectSettings(
        @Setting(value = "Where the dialect elemental listens for itself, or off.", byDefault = "127.0.0.1:3457")
        Listen elementalListen,

        @Setting(value = "Where the dialect orchestra listens for itself, or off.", byDefault = "127.0.0.1:8080")
        Listen orchestraListen,

        @Setting(value = "Where the dialect neolith listens for itself, or off.", byDefault = "127.0.0.1:8787")
        Listen neolithListen,

        @Setting(
                value = "Whether the dialects' own listeners need a token on loopback too; elsewhere they always do.",
                byDefault = "false")
        boolean dialectAuth) {}
