package dev.signalbox.dev;

import dev.signalbox.settings.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What `token create` makes.
record TokenSettings(
        @Setting(
                value = "Data directory of the API node, where the secret is.",
                byDefault = "$XDG_DATA_HOME/signalbox/dev")
        Path dataDir,

        @Setting(value = "How long the token is good for.", byDefault = "30d")
        Duration ttl,

        @Setting(value = "The one namespace that exists for it.", byDefault = "default")
        String namespace,

        @Setting(
                value = "What it allows: view, input, create, or of that only delegate, stop, admin.",
                byDefault = "view,input,create,stop,admin")
        List<String> scopes,

        @Setting(value = "Who it speaks for, as records name it.", byDefault = "user")
        String subject) {}
