package dev.signalbox.host.keystroke;

import dev.signalbox.schemas.output.Keystrokes;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/// Types into one terminal, in order, on a thread of its own: a terminal that does not read keeps up nobody but those
/// who type into it.
final class Typist {
    /// Of at most 64 KiB each.
    static final int WAITING = 64;

    private final BlockingQueue<Keystrokes> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Thread thread;

    /// @param type may block
    Typist(String sessionId, Consumer<Keystrokes> type) {
        this.thread = Thread.ofVirtual().name("type-" + sessionId).start(() -> run(type));
    }

    /// @return false when too much waits already
    boolean take(Keystrokes keystrokes) {
        return waiting.offer(keystrokes);
    }

    private void run(Consumer<Keystrokes> type) {
        try {
            while (true) {
                type.accept(waiting.take());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    void end() {
        thread.interrupt();
    }
}
