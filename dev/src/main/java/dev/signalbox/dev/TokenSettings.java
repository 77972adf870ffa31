package dev.signalbox.dev;

import dev.signalbox.settings.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `token create` makes.
record TokenSettings(
        @Setting("Data directory of the API node, where the secret is; not set: that of `dev`.") @Nullable
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
