package dev.signalbox.settings;

import java.util.List;

/// What came of loading: the record, or everything that is wrong with what was given.
public sealed interface Loaded<R extends Record> {
    /// @param entries every setting with the place its value came from, in the order of declaration
    record Ok<R extends Record>(R settings, List<Entry> entries) implements Loaded<R> {
        public Ok {
            entries = List.copyOf(entries);
        }

        /// One line a setting: key, value, origin. Secrets are redacted.
        public String print() {
            int keys = entries.stream()
                    .mapToInt(entry -> entry.key().length())
                    .max()
                    .orElse(0);
            int values = entries.stream()
                    .mapToInt(entry -> entry.value().length())
                    .max()
                    .orElse(0);
            var text = new StringBuilder();
            for (Entry entry : entries) {
                text.append(("%-" + keys + "s = %-" + Math.max(values, 1) + "s  # %s%n")
                        .formatted(entry.key(), entry.value(), entry.origin()));
            }
            return text.toString();
        }
    }

    /// @param problems one sentence each: the key, what is wrong, what would be right
    record Refused<R extends Record>(List<String> problems) implements Loaded<R> {
        public Refused {
            problems = List.copyOf(problems);
        }
    }

    /// @param value as in a file, redacted where it is a secret, empty where it is not set
    /// @param origin `flag --x`, `variable SIGNALBOX_X`, `file`, `default` or `not set`
    record Entry(String key, String value, String origin) {}
}
