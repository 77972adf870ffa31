package dev.signalbox.bench.figure;

import java.util.List;

/// All figures, in the order in which they are measured: what needs a fresh system, or none beside it, comes first.
public final class Figures {
    public static final List<Figure> ALL = List.of(
            new Start(),
            new Idle(),
            new Baselines(),
            DialectCost.ELEMENTAL,
            DialectCost.ORCHESTRA,
            new NeolithCost(),
            new StartStop(),
            new DecidedCommand(),
            new Keystroke(),
            Flood.EVENTS,
            Flood.SOCKET,
            new Fan(),
            new FirstByte(),
            new Ps());

    private Figures() {}
}
