package dev.signalbox.bench.measure;

import java.util.Arrays;
import java.util.Collection;

/// Bytes over a time.
public record Rate(long bytes, long nanos) {
    private static final double MEGABYTES_PER_BYTE_PER_NANO = 1e3;

    /// Megabytes (10⁶ bytes) a second.
    public double megabytes() {
        return MEGABYTES_PER_BYTE_PER_NANO * bytes / nanos;
    }

    /// The middle one of a few rates, in megabytes a second.
    public static double median(Collection<Rate> rates) {
        return median(rates.stream().mapToDouble(Rate::megabytes).toArray());
    }

    /// @param values at least one
    public static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
