package dev.signalbox.api.dialect.orchestra;

import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.output.OutputRecord.Kind;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a session had put out before somebody began to watch, as much of it as is wanted; and the request that it
/// still waits on, if it does. A keyframe stands for all that was before it. Where something older was left out, it
/// begins with a line, or at least with a character.
final class Backlog {
    /// As much as is wanted of what has no screen, in bytes; one record more may be given.
    static final int RECENT = 32 * 1024;

    private final int most;
    private final Deque<Piece> pieces = new ArrayDeque<>();
    private int size;
    private boolean cut;
    private Cursor.@Nullable Session cursor;
    private Said.@Nullable ClaudeResponse waiting;

    /// Bytes of one stream.
    @SuppressWarnings("ArrayRecordComponent") // bytes pass through; nobody compares or changes them
    record Piece(Stream stream, byte[] bytes, Instant at) {}

    /// Of a terminal: its newest keyframe, and all that followed.
    static Backlog ofScreen() {
        return new Backlog(Integer.MAX_VALUE);
    }

    /// Of what has no screen: its newest part.
    static Backlog recent() {
        return new Backlog(RECENT);
    }

    private Backlog(int most) {
        this.most = most;
    }

    void bytes(OutputRecord record, Cursor.Session behind, Instant at) {
        cut |= pieces.isEmpty() && record.kind() == Kind.BYTES && record.streamByte() > 0;
        pieces.addLast(new Piece(record.stream(), record.value(), at));
        size += record.value().length;
        cursor = behind;
        while (size - pieces.getFirst().bytes().length >= most) {
            size -= pieces.removeFirst().bytes().length;
            cut = true;
        }
    }

    /// @param request what the agent now waits for an answer to, as a message; null: it does not wait any more
    void item(Said.@Nullable ClaudeResponse request) {
        waiting = request;
    }

    List<Piece> pieces() {
        if (cut && !pieces.isEmpty()) {
            Piece first = pieces.removeFirst();
            byte[] bytes = first.bytes();
            pieces.addFirst(
                    new Piece(first.stream(), Arrays.copyOfRange(bytes, beginning(bytes), bytes.length), first.at()));
            cut = false;
        }
        return List.copyOf(pieces);
    }

    /// Behind the first line end, or where the first whole character begins.
    private static int beginning(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        int character = 0;
        while (character < bytes.length && (bytes[character] & 0xc0) == 0x80) {
            character++;
        }
        return character;
    }

    /// Behind the newest byte; null when there was none.
    Cursor.@Nullable Session cursor() {
        return cursor;
    }

    Said.@Nullable ClaudeResponse waiting() {
        return waiting;
    }
}
