package dev.signalbox.host.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.UnaryOperator;

/// The one note of a session, changed by several of its threads: what it says in memory is on the disk.
final class NoteKeeper {
    private final Notes notes;
    private SessionNote note;

    NoteKeeper(Notes notes, SessionNote note) {
        this.notes = notes;
        this.note = note;
    }

    synchronized SessionNote now() {
        return note;
    }

    /// @throws UncheckedIOException when the disk refuses it; the note is then as before
    synchronized SessionNote change(UnaryOperator<SessionNote> step) {
        SessionNote next = step.apply(note);
        try {
            notes.write(next);
        } catch (IOException e) {
            throw new UncheckedIOException("the note of a session cannot be written", e);
        }
        note = next;
        return next;
    }
}
