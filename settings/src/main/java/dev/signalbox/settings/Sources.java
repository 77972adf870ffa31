package dev.signalbox.settings;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Where values come from, all as text.
///
/// @param flags by key
/// @param environment the whole environment; names that do not start with `SIGNALBOX_` are passed over
/// @param file by key
/// @param origins by the name of a variable, the variables of another program that it was made from
/// @param foreign keys of other processes: their variables may stand in a shared environment without being an error
public record Sources(
        Map<String, String> flags,
        Map<String, String> environment,
        Map<String, String> origins,
        Map<String, String> file,
        Set<String> foreign) {
    public static final Sources NONE = new Sources(Map.of(), Map.of(), Map.of(), Map.of(), Set.of());

    public Sources {
        flags = Map.copyOf(flags);
        environment = Map.copyOf(environment);
        origins = Map.copyOf(origins);
        file = Map.copyOf(file);
        foreign = Set.copyOf(foreign);
    }

    public Sources withFlags(Map<String, String> given) {
        return new Sources(given, environment, origins, file, foreign);
    }

    public Sources withEnvironment(Map<String, String> given) {
        return new Sources(flags, given, origins, file, foreign);
    }

    /// Says of variables what they were made from; they are shown as that.
    public Sources withOrigins(Map<String, String> given) {
        return new Sources(flags, environment, given, file, foreign);
    }

    public Sources withFile(Map<String, String> given) {
        return new Sources(flags, environment, origins, given, foreign);
    }

    /// Adds the keys of another process's record.
    public Sources tolerating(Class<? extends Record> other) {
        var keys = new HashSet<>(foreign);
        SettingsRecord.of(other).keys().forEach(key -> keys.add(key.key()));
        return new Sources(flags, environment, origins, file, keys);
    }

    /// Adds single keys that another program reads from the same environment.
    public Sources tolerating(List<String> others) {
        var keys = new HashSet<>(foreign);
        keys.addAll(others);
        return new Sources(flags, environment, origins, file, keys);
    }
}
