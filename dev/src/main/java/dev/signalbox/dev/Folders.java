package dev.signalbox.dev;

import java.nio.file.Path;
import java.util.Map;

/// Where files of the user belong, by the XDG base directories.
record Folders(Map<String, String> environment, Path home) {
    static Folders ofProcess() {
        return new Folders(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /// `signalbox` in $XDG_CONFIG_HOME.
    Path config() {
        return folder("XDG_CONFIG_HOME", ".config");
    }

    /// `signalbox` in $XDG_DATA_HOME.
    Path data() {
        return folder("XDG_DATA_HOME", ".local/share");
    }

    private Path folder(String variable, String fallback) {
        String given = environment.getOrDefault(variable, "");
        Path base = given.startsWith("/") ? Path.of(given) : home.resolve(fallback);
        return base.resolve("signalbox");
    }

    /// A path for people: `~` for the home directory.
    String shown(Path path) {
        return path.startsWith(home) && !path.equals(home) ? "~/" + home.relativize(path) : path.toString();
    }
}
