package dev.signalbox.api.core.limit;

import java.time.Duration;

/// So many in any span of so much time, for each subject by itself.
///
/// @param name of the bucket: quotas of one name share what they count; letters, digits, `-`
/// @param most 1 to [#LARGEST]
/// @param window at most [#LONGEST]
public record Quota(String name, int most, Duration window) {
    public static final int LARGEST = 100_000;
    public static final Duration LONGEST = Duration.ofDays(1);

    public Quota {
        if (!name.matches("[a-z0-9-]+") || most < 1 || most > LARGEST) {
            throw new IllegalArgumentException("no quota: %s, %d".formatted(name, most));
        }
        if (window.isNegative() || window.isZero() || window.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("no quota: %s, %s".formatted(name, window));
        }
    }
}
