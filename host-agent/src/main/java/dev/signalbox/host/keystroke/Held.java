package dev.signalbox.host.keystroke;

import dev.signalbox.schemas.output.Keystrokes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Keystrokes of one session that wait for their writer's grant, in the order in which they came. They wait as long as
/// they may be typed: a grant is in a log and comes, after a slow disk or a moment without Kafka. For one thread.
final class Held {
    /// As many as may wait for a terminal.
    static final int MOST = Typist.WAITING;

    private final List<Keystrokes> waiting = new ArrayList<>();

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /// @return false when too much waits already
    boolean add(Keystrokes keystrokes) {
        return waiting.size() < MOST && waiting.add(keystrokes);
    }

    /// Lets go of all.
    List<Keystrokes> all() {
        List<Keystrokes> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    /// Lets go of those that may not be typed any more.
    List<Keystrokes> expired(Instant now) {
        List<Keystrokes> expired = waiting.stream()
                .filter(keystrokes -> now.isAfter(keystrokes.notAfter()))
                .toList();
        waiting.removeAll(expired);
        return expired;
    }
}
