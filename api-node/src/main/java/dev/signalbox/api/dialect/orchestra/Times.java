package dev.signalbox.api.dialect.orchestra;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Times as the original writes them.
final class Times {
    private Times() {}

    /// ISO 8601 in UTC, with seconds and nothing below.
    static String iso(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
