package dev.signalbox.bench.figure;

import dev.signalbox.bench.measure.Turns;
import java.time.Duration;

/// How much is measured.
public enum Extent {
    FULL(
            new Turns(400, 5, 200),
            new Turns(60, 5, 80),
            new Turns(3, 3, 8),
            new Turns(3, 3, 10),
            3,
            192 * Extent.MEGABYTE,
            4 * Extent.MEGABYTE,
            1_000 * Extent.MEGABYTE,
            Duration.ofSeconds(30)),
    QUICK(
            new Turns(150, 3, 80),
            new Turns(20, 3, 30),
            new Turns(2, 2, 5),
            new Turns(1, 2, 5),
            1,
            96 * Extent.MEGABYTE,
            Extent.MEGABYTE,
            128 * Extent.MEGABYTE,
            Duration.ofSeconds(10));

    private static final long MEGABYTE = 1_000_000;

    /// Of commands, against the hop.
    final Turns commands;

    /// Of keystrokes, against the raw round trip.
    final Turns keystrokes;

    /// Of first bytes, against those with little beside them.
    final Turns firstBytes;

    /// Of sessions that are started and stopped, a dialect's against v1's.
    final Turns starts;

    /// Of floods, each with a raw flow of its own.
    final int floods;

    final long floodBytes;

    /// Of one among many sessions.
    final long fanBytes;

    /// What the noisy neighbour puts out.
    final long besideBytes;

    final Duration idle;

    Extent(
            Turns commands,
            Turns keystrokes,
            Turns firstBytes,
            Turns starts,
            int floods,
            long floodBytes,
            long fanBytes,
            long besideBytes,
            Duration idle) {
        this.commands = commands;
        this.keystrokes = keystrokes;
        this.firstBytes = firstBytes;
        this.starts = starts;
        this.floods = floods;
        this.floodBytes = floodBytes;
        this.fanBytes = fanBytes;
        this.besideBytes = besideBytes;
        this.idle = idle;
    }
}
