package dev.signalbox.bench.measure;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// Durations of one path, exact to three digits, up to two minutes each.
public final class Latencies {
    private static final long HIGHEST = TimeUnit.MINUTES.toNanos(2);
    private static final double MILLI = 1e6;

    private final Histogram histogram = new Histogram(HIGHEST, 3);

    public void record(long nanos) {
        histogram.recordValue(Math.min(HIGHEST, Math.max(1, nanos)));
    }

    public void add(Latencies others) {
        histogram.add(others.histogram);
    }

    public long count() {
        return histogram.getTotalCount();
    }

    /// In milliseconds.
    public double p50() {
        return percentile(50);
    }

    /// In milliseconds.
    public double p99() {
        return percentile(99);
    }

    /// In milliseconds.
    public double percentile(double percent) {
        return histogram.getValueAtPercentile(percent) / MILLI;
    }
}
