package dev.signalbox.bench.measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/// Measures two paths in turns, so that whatever else the machine does falls on both.
///
/// @param warmUp samples of each path that are not counted
/// @param rounds how often it is each path's turn
/// @param samples of each path in a round
public record Turns(int warmUp, int rounds, int samples) {
    private static final long LONGEST_PAUSE_NANOS = 6_000_000;

    /// What came out.
    ///
    /// @param ratios of the medians, one for each round
    public record Result(Latencies subject, Latencies base, List<Double> ratios) {}

    public Result of(Probe subject, Probe base) throws IOException, InterruptedException {
        take(subject, warmUp);
        take(base, warmUp);
        var subjects = new Latencies();
        var bases = new Latencies();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            Latencies first = take(base, samples);
            Latencies second = take(subject, samples);
            bases.add(first);
            subjects.add(second);
            ratios.add(second.p50() / first.p50());
        }
        return new Result(subjects, bases, ratios);
    }

    /// With a short pause of random length before each sample, so that none rides on the one before.
    private static Latencies take(Probe probe, int count) throws IOException, InterruptedException {
        var latencies = new Latencies();
        for (int i = 0; i < count; i++) {
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_NANOS));
            latencies.record(probe.once());
        }
        return latencies;
    }
}
