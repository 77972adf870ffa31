package dev.signalbox.host.driver;

import dev.signalbox.host.process.ProcStat;
import dev.signalbox.host.process.ProcessTree;
import dev.signalbox.host.process.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// The two stages of a stop. First the main process group is asked, and the main process has the grace to end;
/// what it left behind is then asked in its turn, briefly. Second, everything of the session is killed, again
/// and again, since a process may fork while it is being looked for.
final class Stopping {
    private static final Duration HANG_UP = Duration.ofSeconds(1);
    private static final Duration LEFT_BEHIND = Duration.ofMillis(500);
    private static final Duration KILLING = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final ProcessTree tree;
    private final boolean terminal;
    private final Pause pause;

    /// Waits at most so long, or until something may have changed.
    @FunctionalInterface
    interface Pause {
        void atMost(Duration time) throws InterruptedException;
    }

    Stopping(ProcessTree tree, boolean terminal, Pause pause) {
        this.tree = tree;
        this.terminal = terminal;
        this.pause = pause;
    }

    /// As [SessionHandle#stop].
    List<Long> stop(Duration grace) throws IOException, InterruptedException {
        if (tree.members().isEmpty()) {
            return List.of();
        }
        if (!grace.isZero() && askedToEnd(grace)) {
            return List.of();
        }
        long deadline = System.nanoTime() + KILLING.toNanos();
        List<ProcStat> left = tree.signalAll(Signal.KILL);
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            pause();
            left = tree.signalAll(Signal.KILL);
        }
        return left.stream().map(ProcStat::pid).toList();
    }

    /// @return whether nothing runs any more
    private boolean askedToEnd(Duration grace) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + grace.toNanos();
        ask(Signal.TERM);
        if (terminal) {
            // An interactive shell ignores TERM; what ends it is that its terminal goes away.
            awaitMain(Math.min(HANG_UP.toNanos(), grace.toNanos() / 2));
            if (tree.mainAlive()) {
                ask(Signal.HUP);
            }
        }
        awaitMain(deadline - System.nanoTime());
        long left = Math.min(LEFT_BEHIND.toNanos(), deadline - System.nanoTime());
        if (left > 0 && !tree.signalAll(Signal.TERM).isEmpty()) {
            long until = System.nanoTime() + left;
            while (!tree.members().isEmpty() && System.nanoTime() < until) {
                pause();
            }
        }
        return tree.members().isEmpty();
    }

    private void ask(Signal signal) throws IOException {
        tree.signalGroup(signal);
        // A stopped process gets its signals when it goes on.
        tree.signalGroup(Signal.CONT);
    }

    private void awaitMain(long nanos) throws InterruptedException {
        long until = System.nanoTime() + nanos;
        while (tree.mainAlive() && System.nanoTime() < until) {
            pause();
        }
    }

    private void pause() throws InterruptedException {
        pause.atMost(LOOK);
    }
}
