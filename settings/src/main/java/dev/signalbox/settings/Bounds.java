package dev.signalbox.settings;

import java.time.Duration;

/// Between what the values of a setting must lie. The messages name the setting and say what would be right, as
/// those that read the values do.
public final class Bounds {
    private Bounds() {}

    /// @throws IllegalArgumentException beyond a bound
    public static void check(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw refused(key, least, most, value);
        }
    }

    /// @throws IllegalArgumentException beyond a bound
    public static void check(String key, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw refused(key, Durations.format(least), Durations.format(most), Durations.format(value));
        }
    }

    /// @throws IllegalArgumentException beyond a bound
    public static void check(String key, ByteSize value, ByteSize least, ByteSize most) {
        if (value.bytes() < least.bytes() || value.bytes() > most.bytes()) {
            throw refused(key, least, most, value);
        }
    }

    private static IllegalArgumentException refused(String key, Object least, Object most, Object value) {
        return new IllegalArgumentException("%s: must be %s to %s, not %s".formatted(key, least, most, value));
    }
}
