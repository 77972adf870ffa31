package dev.signalbox.host.provider;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// A place in a template of an argv.
public sealed interface Part {
    /// A word that is always the same.
    record Word(String text) implements Part {}

    /// Where something is put in: one word, several or none.
    enum Slot implements Part {
        /// The path of the provider's program.
        PROGRAM,
        /// The flags for the session's approval mode.
        APPROVALS,
        /// The session's further arguments.
        ARGUMENTS,
        /// The native session: the one to be resumed, or the one that is begun.
        NATIVE_SESSION
    }

    /// Reads a template: words with one space between them, a slot as its name in braces, such as `{program}`.
    static List<Part> template(String words) {
        return Stream.of(words.split(" ")).map(Part::of).toList();
    }

    private static Part of(String word) {
        return word.startsWith("{")
                ? Slot.valueOf(word.substring(1, word.length() - 1).toUpperCase(Locale.ROOT))
                : new Word(word);
    }
}
