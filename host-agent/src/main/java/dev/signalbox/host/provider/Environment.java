package dev.signalbox.host.provider;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// Which variables of the host agent's own environment a provider gets.
///
/// @param patterns names, or beginnings of names that end with `*`
/// @param named further names that the provider's own configuration mentions, told from the same environment
public record Environment(List<String> patterns, Function<Map<String, String>, Set<String>> named) {
    public static final Environment NONE = of();

    public Environment {
        patterns = List.copyOf(patterns);
    }

    static Environment of(String... patterns) {
        return new Environment(List.of(patterns), _ -> Set.of());
    }

    /// The part of the host agent's environment that is passed on.
    public Map<String, String> passedFrom(Map<String, String> own) {
        var names = named.apply(own);
        var passed = new TreeMap<String, String>();
        own.forEach((name, value) -> {
            if (names.contains(name) || patterns.stream().anyMatch(pattern -> matches(pattern, name))) {
                passed.put(name, value);
            }
        });
        return passed;
    }

    private static boolean matches(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }
}
