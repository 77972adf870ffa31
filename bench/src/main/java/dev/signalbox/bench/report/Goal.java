package dev.signalbox.bench.report;

import java.util.Locale;

/// What a figure is to reach.
public record Goal(Bound bound, double limit) {
    public enum Bound {
        AT_MOST,
        AT_LEAST
    }

    public static Goal atMost(double limit) {
        return new Goal(Bound.AT_MOST, limit);
    }

    public static Goal atLeast(double limit) {
        return new Goal(Bound.AT_LEAST, limit);
    }

    public boolean met(double value) {
        return switch (bound) {
            case AT_MOST -> value <= limit;
            case AT_LEAST -> value >= limit;
        };
    }

    @Override
    public String toString() {
        String sign = switch (bound) {
            case AT_MOST -> "≤";
            case AT_LEAST -> "≥";
        };
        return String.format(Locale.ROOT, "%s %s", sign, limit == Math.rint(limit) ? (Object) (long) limit : limit);
    }
}
