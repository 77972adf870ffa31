package dev.signalbox.api.dialect.v1;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.api.core.text.Utf8;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.output.OutputRecord;

/// One client's reading of a session's output as text. The beginning of a character whose end has not come goes into
/// the cursors, so that whoever resumes by one loses nothing of it.
final class OutputText {
    private Utf8 out = new Utf8();
    private Utf8 err = new Utf8();

    /// @param from of a reading that broke off
    /// @param field that carries it
    /// @throws dev.signalbox.api.core.RefusedException CURSOR_INVALID
    static OutputText behind(String field, Cursor.Output from) {
        var text = new OutputText();
        if (from instanceof Cursor.Text(var _, var out, var err)) {
            try {
                text.out = new Utf8(out);
                text.err = new Utf8(err);
            } catch (IllegalArgumentException e) {
                throw Refusal.of(ErrorCode.CURSOR_INVALID, field, field + " is not a cursor")
                        .asException();
            }
        }
        return text;
    }

    String decode(OutputRecord record) {
        return switch (record.stream()) {
            case OUT -> out.decode(record.value());
            case ERR -> err.decode(record.value());
        };
    }

    /// Bytes are missing: what waits for the end of its character waits for nothing.
    void skipped() {
        out = new Utf8();
        err = new Utf8();
    }

    Cursor.Output cursor(Cursor.Session at) {
        String ofOut = out.waiting();
        String ofErr = err.waiting();
        return ofOut.isEmpty() && ofErr.isEmpty() ? at : new Cursor.Text(at, ofOut, ofErr);
    }
}
