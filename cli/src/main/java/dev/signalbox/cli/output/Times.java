package dev.signalbox.cli.output;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Times and sizes as people read them.
///
/// @param relative whether times are shown as ages
public record Times(Instant now, boolean relative) {

    /// The age of an RFC 3339 time (`42s`, `3m`, `2h`, `5d`), or the time itself; empty for none.
    public String show(@Nullable String time) {
        if (time == null || !relative) {
            return time == null ? "" : time;
        }
        try {
            return age(Duration.between(Instant.parse(time), now));
        } catch (DateTimeException _) {
            return time;
        }
    }

    static String age(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        } else if (seconds < 3600) {
            return seconds / 60 + "m";
        } else if (seconds < 48 * 3600) {
            return seconds / 3600 + "h";
        }
        return seconds / 86_400 + "d";
    }

    /// `812 B`, `1.2 MiB`.
    public static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double amount = bytes;
        String[] units = {"KiB", "MiB", "GiB", "TiB"};
        int unit = -1;
        while (amount >= 1024 && unit < units.length - 1) {
            amount /= 1024;
            unit++;
        }
        long tenths = Math.round(amount * 10);
        return tenths / 10 + "." + tenths % 10 + " " + units[unit];
    }
}
