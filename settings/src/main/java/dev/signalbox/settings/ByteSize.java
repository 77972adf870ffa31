package dev.signalbox.settings;

import java.util.Locale;
import java.util.regex.Pattern;

/// A number of bytes, written `512`, `64KiB`, `16MiB` or `2GiB` (powers of 1024).
public record ByteSize(long bytes) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\s*(|b|kib|mib|gib|tib)");
    private static final String[] UNITS = {"", "KiB", "MiB", "GiB", "TiB"};
    private static final int STEP = 1024;

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size is not negative: " + bytes);
        }
    }

    public static ByteSize of(String text) {
        var matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("is not a size such as 512, 64KiB, 16MiB or 2GiB");
        }
        long factor = switch (matcher.group(2)) {
            case "kib" -> 1L << 10;
            case "mib" -> 1L << 20;
            case "gib" -> 1L << 30;
            case "tib" -> 1L << 40;
            default -> 1L;
        };
        try {
            return new ByteSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), factor));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("is more bytes than a machine can count", e);
        }
    }

    @Override
    public String toString() {
        long value = bytes;
        int unit = 0;
        while (value >= STEP && value % STEP == 0 && unit < UNITS.length - 1) {
            value /= STEP;
            unit++;
        }
        return value + UNITS[unit];
    }
}
