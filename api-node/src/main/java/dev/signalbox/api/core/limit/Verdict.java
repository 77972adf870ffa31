package dev.signalbox.api.core.limit;

import java.time.Duration;
import java.time.Instant;

/// What a [RateLimiter] said to one attempt.
///
/// @param remaining how many more would be admitted now
/// @param at when it was said
/// @param moreAt when the oldest that counts no longer does, so that one more is admitted; `at` when none counts
public record Verdict(Quota quota, boolean admitted, int remaining, Instant at, Instant moreAt) {
    /// Whole seconds from now until [#moreAt], rounded up.
    public long secondsToMore() {
        Duration left = Duration.between(at, moreAt);
        return left.isPositive() ? left.plusNanos(999_999_999).toSeconds() : 0;
    }
}
