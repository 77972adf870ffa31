package dev.signalbox.schemas.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.schemas.codec.Json;

/// JSON as it stands in checked-in files: two spaces, one element a line, a line break at the end.
final class Printed {
    private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");

    private Printed() {}

    /// Whether files are to be written instead of compared only: `-Dsignalbox.generate=true`.
    static boolean generating() {
        return Boolean.getBoolean("signalbox.generate");
    }

    static String of(JsonNode json) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter()
                .withArrayIndenter(INDENT)
                .withObjectIndenter(INDENT)
                .withSeparators(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        try {
            return Json.mapper().writer(printer).writeValueAsString(json) + "\n";
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
