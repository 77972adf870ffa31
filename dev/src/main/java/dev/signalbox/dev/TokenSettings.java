package dev.signalbox.dev;

import dev.signalbox.api.auth.SecretFile;
import dev.signalbox.schemas.state.Namespace;
import dev.signalbox.settings.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `token create` makes.
record TokenSettings(
        @Setting("Data directory of the API node, where its secret is; not set: that of `api`, else that of `dev`.")
        @Nullable
        Path dataDir,

        @Setting("File with the secret, where the API node has it from such a file; not set: api-secret in data-dir.")
        @Nullable
        Path apiSecretFile,

        @Setting(value = "How long the token is good for.", byDefault = "30d")
        Duration ttl,

        @Setting(value = "The one namespace that exists for it.", byDefault = Namespace.DEFAULT)
        String namespace,

        @Setting(
                value = "What it allows: view, input, create, or of that only delegate, stop, admin.",
                byDefault = "view,input,create,stop,admin")
        List<String> scopes,

        @Setting(value = "Who it speaks for, as records name it.", byDefault = "user")
        String subject) {
    /// Where the secret is looked for, in this order: where somebody said, else in the directories of `api` and `dev`.
    List<Path> secrets(Path data) {
        if (apiSecretFile != null) {
            return List.of(apiSecretFile);
        }
        return dataDir != null
                ? List.of(SecretFile.in(dataDir))
                : List.of(SecretFile.in(data.resolve("api")), SecretFile.in(data.resolve("dev")));
    }
}
