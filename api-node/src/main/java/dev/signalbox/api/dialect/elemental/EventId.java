package dev.signalbox.api.dialect.elemental;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// The id of an event of an agent's stream: a decimal number that rises within a session, the same on every node and
/// after every restart, because it follows from where the event ends in the session's output.
///
/// The last five digits are a mark of the session. An id of an agent's earlier session is thereby not taken for one of
/// its present one, whose events it would pass over.
///
/// @param position of the event in its session: 1 before all output, 1 + the offset behind an event's last byte, and
/// beyond every offset for what follows the output. Every id is a whole number to JavaScript.
record EventId(long position, int mark) {
    private static final int MARKS = 100_000;
    private static final long AFTER_ALL = 90_000_000_000L;
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{6,18}");

    static EventId first(String sessionId) {
        return new EventId(1, markOf(sessionId));
    }

    /// Behind so many bytes of output.
    static EventId behind(String sessionId, long offset) {
        return new EventId(1 + offset, markOf(sessionId));
    }

    /// The process failed.
    static EventId failure(String sessionId) {
        return new EventId(AFTER_ALL + 1, markOf(sessionId));
    }

    /// The process is gone: nothing follows.
    static EventId exit(String sessionId) {
        return new EventId(AFTER_ALL + 2, markOf(sessionId));
    }

    /// Empty when a client sends back what was no id of ours.
    static Optional<EventId> parse(String text) {
        return DECIMAL.matcher(text).matches()
                ? Optional.of(Long.parseLong(text))
                        .filter(number -> number >= MARKS)
                        .map(number -> new EventId(number / MARKS, (int) (number % MARKS)))
                : Optional.empty();
    }

    boolean isOf(String sessionId) {
        return mark == markOf(sessionId);
    }

    /// Whether it stands behind all output.
    boolean afterAll() {
        return position > AFTER_ALL;
    }

    boolean before(EventId other) {
        return position < other.position;
    }

    /// How many bytes of output lie before it, if it does not stand behind all of them.
    long offset() {
        return position - 1;
    }

    String text() {
        return Long.toString(position * MARKS + mark);
    }

    private static int markOf(String sessionId) {
        CRC32 sum = new CRC32();
        sum.update(sessionId.getBytes(StandardCharsets.UTF_8));
        return (int) (sum.getValue() % MARKS);
    }
}
