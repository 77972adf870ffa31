package dev.signalbox.api.core.limit;

import java.time.Duration;

/// So many in any span of so much time, for each subject by itself.
///
/// @param name of the bucket: quotas of one name share what they count; letters, digits, `-`
/// @param most 1 to 100000
/// @param window at most a day
public record Quota(String name, int most, Duration window) {
    private static final int LARGEST = 100_000;

    public Quota {
        if (!name.matches("[a-z0-9-]+") || most < 1 || most > LARGEST) {
            throw new IllegalArgumentException("no quota: %s, %d".formatted(name, most));
        }
        if (window.isNegative() || window.isZero() || window.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("no quota: %s, %s".formatted(name, window));
        }
    }
}
