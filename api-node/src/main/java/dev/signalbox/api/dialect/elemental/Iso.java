package dev.signalbox.api.dialect.elemental;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Times as JavaScript writes them: UTC with exactly three digits of milliseconds.
final class Iso {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Iso() {}

    static String of(Instant time) {
        return FORMAT.format(time);
    }

    static @Nullable String orNull(@Nullable Instant time) {
        return time == null ? null : of(time);
    }
}
