package dev.signalbox.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// The name that somebody who mistyped may have meant.
public final class NearestName {
    private NearestName() {}

    /// The nearest by edit distance, empty when none shares at least half of its letters.
    public static Optional<String> of(String given, Collection<String> names) {
        return names.stream()
                .min(Comparator.<String>comparingInt(name -> distance(given, name))
                        .thenComparing(name -> name))
                .filter(name -> distance(given, name) * 2 <= Math.max(given.length(), name.length()));
    }

    private static int distance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int[] current = new int[right.length() + 1];
            current[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int substitution = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[right.length()];
    }
}
