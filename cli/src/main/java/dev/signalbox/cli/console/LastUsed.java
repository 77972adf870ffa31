package dev.signalbox.cli.console;

import dev.signalbox.settings.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What `@last` means: the session and the task that this user made last. Kept in `$XDG_STATE_HOME/signalbox/last`;
/// where it cannot be kept, `@last` is the newest one that the server knows.
public final class LastUsed {
    private final Path file;

    public LastUsed(Surroundings around) {
        file = around.folder("XDG_STATE_HOME", ".local/state").resolve("last");
    }

    /// @param kind `session` or `task`
    public @Nullable String of(String kind) {
        return read().get(kind);
    }

    public void remember(String kind, String id) {
        Map<String, String> all = new TreeMap<>(read());
        all.put(kind, id);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file,
                    all.entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                            .collect(Collectors.joining()));
        } catch (IOException _) {
            // Without it `@last` asks the server.
        }
    }

    private Map<String, String> read() {
        try {
            return SettingsFile.parse(Files.readString(file)).values();
        } catch (IOException _) {
            return Map.of();
        }
    }
}
