package dev.signalbox.api.dialect.orchestra;

import dev.signalbox.schemas.error.Check;
import org.jspecify.annotations.Nullable;

/// What people may say to a terminal: text, not keys.
final class Texts {
    private Texts() {}

    /// A text of at most so many bytes, with no control characters but line ends and tabs.
    ///
    /// @throws dev.signalbox.schemas.error.InvalidFieldException that names the field
    static String plain(String field, @Nullable String text, int maxBytes) {
        String checked = Check.text(field, text, maxBytes);
        boolean control =
                checked.codePoints().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t' && c != '\r');
        if (control) {
            throw Check.invalid(field, "must not contain control characters, except line ends and tabs");
        }
        return checked.replace("\r\n", "\n").replace('\r', '\n');
    }
}
