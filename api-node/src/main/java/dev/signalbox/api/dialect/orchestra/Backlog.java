package dev.signalbox.api.dialect.orchestra;

import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The newest part of what a session had put out before somebody began to watch: at most 32 KiB and one record more,
/// from the beginning of a line where anything older was left out; and the request that it still waits on, if it does.
final class Backlog {
    /// In bytes.
    static final int MOST = 32 * 1024;

    private final Deque<Piece> pieces = new ArrayDeque<>();
    private int size;
    private boolean cut;
    private Cursor.@Nullable Session cursor;
    private Said.@Nullable ClaudeResponse waiting;

    /// Bytes of one stream.
    @SuppressWarnings("ArrayRecordComponent") // bytes pass through; nobody compares or changes them
    record Piece(Stream stream, byte[] bytes) {}

    void bytes(OutputRecord record, Cursor.Session behind) {
        cut |= pieces.isEmpty() && record.streamByte() > 0;
        pieces.addLast(new Piece(record.stream(), record.value()));
        size += record.value().length;
        cursor = behind;
        while (size - pieces.getFirst().bytes().length >= MOST) {
            size -= pieces.removeFirst().bytes().length;
            cut = true;
        }
    }

    /// @param response what the item is as a message, null for none; only one that waits for an action is kept, until
    /// something else happens
    void item(Said.@Nullable ClaudeResponse response, OutputRecord record) {
        waiting = response != null && !response.actions().isEmpty() ? response : null;
    }

    List<Piece> pieces() {
        if (cut && !pieces.isEmpty()) {
            Piece first = pieces.removeFirst();
            int line = 0;
            while (line < first.bytes().length && first.bytes()[line] != '\n') {
                line++;
            }
            if (line < first.bytes().length) {
                pieces.addFirst(
                        new Piece(first.stream(), Arrays.copyOfRange(first.bytes(), line + 1, first.bytes().length)));
            } else {
                pieces.addFirst(first);
            }
            cut = false;
        }
        return List.copyOf(pieces);
    }

    /// Behind the newest byte; null when there was none.
    Cursor.@Nullable Session cursor() {
        return cursor;
    }

    Said.@Nullable ClaudeResponse waiting() {
        return waiting;
    }
}
