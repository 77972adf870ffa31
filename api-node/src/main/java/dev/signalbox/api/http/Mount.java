package dev.signalbox.api.http;

import java.util.Comparator;
import java.util.List;

/// An API at its place on a listener.
///
/// @param prefix `/name`, which its paths do not have; empty: at the root, for whatever no prefix fits
public record Mount(String prefix, Api api) {
    public Mount {
        if (!prefix.isEmpty() && !prefix.matches("/[a-z0-9-]+")) {
            throw new IllegalArgumentException("no prefix: " + prefix);
        }
    }

    public static Mount root(Api api) {
        return new Mount("", api);
    }

    /// Behind its name.
    public static Mount named(Api api) {
        return new Mount("/" + api.name(), api);
    }

    /// The path as the API has it.
    ///
    /// @param rawPath not decoded, so that a prefix is only what is written as one
    String inside(String rawPath) {
        String inside = rawPath.substring(prefix.length());
        return inside.isEmpty() ? "/" : inside;
    }

    private boolean holds(String rawPath) {
        return prefix.isEmpty() || rawPath.equals(prefix) || rawPath.startsWith(prefix + "/");
    }

    /// The one that a path belongs to.
    ///
    /// @param mounts one of them at the root
    static Mount of(List<Mount> mounts, String rawPath) {
        return mounts.stream()
                .filter(mount -> mount.holds(rawPath))
                .max(Comparator.comparingInt(mount -> mount.prefix().length()))
                .orElseThrow();
    }
}
