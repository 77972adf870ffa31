package dev.signalbox.processor.decide;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Random;

/// Virtual time: what is planned happens in the order of its time, and by chance where the time is the same.
/// One thread, one source of chance: the same seed is the same world.
final class SimWorld {
    private static final int REMEMBERED = 400;

    final Random random;
    private final PriorityQueue<Planned> agenda =
            new PriorityQueue<>(Comparator.comparingLong(Planned::at).thenComparingLong(Planned::tie));
    private final Deque<String> history = new ArrayDeque<>();
    private final boolean verbose = Boolean.getBoolean("simulation.verbose");
    private long now = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    private long planned;

    /// Whether faults happen; afterwards the world heals.
    boolean faulty = true;

    private record Planned(long at, long tie, Runnable what) {}

    SimWorld(long seed) {
        random = new Random(seed);
    }

    long now() {
        return now;
    }

    /// Plans something for a time between two delays in milliseconds.
    void after(long least, long most, Runnable what) {
        planned++;
        long tie = ((long) random.nextInt(1 << 20) << 40) + planned;
        agenda.add(new Planned(now + least + (most > least ? random.nextLong(most - least) : 0), tie, what));
    }

    /// Plans something for every so many milliseconds.
    void every(long millis, Runnable what) {
        after(millis, millis, () -> {
            what.run();
            every(millis, what);
        });
    }

    void run(long millis) {
        long until = now + millis;
        while (!agenda.isEmpty() && agenda.peek().at() <= until) {
            Planned next = agenda.remove();
            now = Math.max(now, next.at());
            next.what().run();
        }
        now = until;
    }

    /// Whether something of this probability happens, in a thousand.
    boolean chance(int perMille) {
        return random.nextInt(1000) < perMille;
    }

    /// As [#chance], while faults happen.
    boolean fault(int perMille) {
        return faulty && chance(perMille);
    }

    void note(String what) {
        String line = Instant.ofEpochMilli(now) + " " + what;
        if (verbose) {
            System.out.println(line);
        }
        history.add(line);
        if (history.size() > REMEMBERED) {
            history.remove();
        }
    }

    /// The last things that happened and that speak of one of these.
    String history(String... about) {
        var lines = new StringBuilder();
        for (String line : history) {
            for (String what : about) {
                if (line.contains(what)) {
                    lines.append(line).append('\n');
                    break;
                }
            }
        }
        return lines.toString();
    }
}
