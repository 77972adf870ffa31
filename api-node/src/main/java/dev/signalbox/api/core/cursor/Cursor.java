package dev.signalbox.api.core.cursor;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.schemas.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/// An opaque position. On the wire it is base64url of a version byte, a kind, the components and a checksum.
public sealed interface Cursor {

    /// A position in a session's output.
    sealed interface Output extends Cursor {
        Session at();
    }

    /// Behind record `seq` of a session's output.
    ///
    /// @param seq 0: before its first record, or, with a hint, at the hint's offset whatever comes there
    record Session(String sessionId, long seq, @Nullable Hint hint) implements Output {
        @Override
        public Session at() {
            return this;
        }
    }

    /// The same, for who reads the output as text: a character whose end has not come is kept by the client.
    ///
    /// @param out the bytes of the beginning of a character of standard output, in hexadecimal; empty for none
    /// @param err the same of standard error
    record Text(Session at, String out, String err) implements Output {}

    /// Behind event `n` of a namespace.
    ///
    /// @param n 0: at the hint's offset, whatever comes there
    record Events(String namespace, long n, Hint hint) implements Cursor {}

    /// A namespace's state with all events up to `n`.
    record State(String namespace, long n) implements Cursor {}

    /// Behind an element of a list that is ordered by the time of creation, newest first.
    ///
    /// @param list names the list, so that a page of one is not taken for one of another
    record Page(String namespace, String list, long createdAt, String id) implements Cursor {}

    default String encode() {
        return CursorCodec.encode(this);
    }

    /// Reads a cursor of one kind.
    ///
    /// @param field the parameter or header that carries it
    /// @throws dev.signalbox.api.core.RefusedException CURSOR_INVALID
    static <C extends Cursor> C decode(String field, String text, Class<C> kind) {
        Cursor cursor = CursorCodec.decode(text);
        if (!kind.isInstance(cursor)) {
            throw Refusal.of(
                            ErrorCode.CURSOR_INVALID,
                            field,
                            cursor == null
                                    ? field + " is not a cursor"
                                    : field + " is a cursor of another kind of stream")
                    .hint("send a cursor exactly as it was given to you")
                    .asException();
        }
        return kind.cast(cursor);
    }
}
