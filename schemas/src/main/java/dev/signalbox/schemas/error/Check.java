package dev.signalbox.schemas.error;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The bounds that records check in their constructors. Each failure is an [InvalidFieldException] that names the
/// field.
public final class Check {
    /// The largest prompt, instruction or input, in bytes of UTF-8.
    public static final int MAX_TEXT = 256 * 1024;

    /// The largest path, argument or other line of text that is no prompt, in bytes of UTF-8.
    public static final int MAX_NAME = 4096;

    private static final int MAX_ID = 64;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,62}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

    private Check() {}

    /// A short name: letters, digits, `.`, `_`, `-`, at most 63, beginning with a letter or a digit.
    public static String name(String field, @Nullable String value) {
        if (value == null || !NAME.matcher(value).matches()) {
            throw invalid(
                    field, "is needed: 1 to 63 letters, digits, '.', '_' or '-', beginning with a letter or a digit");
        }
        return value;
    }

    /// What [dev.signalbox.schemas.Ids] mint, or others in their way: 1 to 64 bytes.
    public static String id(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw invalid(field, "is needed");
        }
        bounded(field, value, MAX_ID);
        return value;
    }

    /// As [#id], or null.
    public static @Nullable String optionalId(String field, @Nullable String value) {
        return value == null ? null : id(field, value);
    }

    /// A text of at most `maxBytes` bytes of UTF-8, of whole characters, without NUL.
    public static String text(String field, @Nullable String value, int maxBytes) {
        if (value == null) {
            throw invalid(field, "is needed");
        }
        bounded(field, value, maxBytes);
        return value;
    }

    /// As [#text], or null.
    public static @Nullable String optionalText(String field, @Nullable String value, int maxBytes) {
        if (value != null) {
            bounded(field, value, maxBytes);
        }
        return value;
    }

    private static void bounded(String field, String value, int maxBytes) {
        if (value.length() > maxBytes || value.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
            throw new InvalidFieldException(
                    ErrorCode.TOO_LARGE, field, field + " is larger than " + maxBytes + " bytes");
        }
        if (value.indexOf('\0') >= 0) {
            throw invalid(field, "must not contain NUL");
        }
        // JSON can spell half a character; no program could be given it, and in UTF-8 it would become another one.
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw invalid(field, "must not contain half of a surrogate pair");
        }
    }

    /// At most 64 labels of name and short value; never null.
    public static Map<String, String> labels(String field, @Nullable Map<String, String> labels) {
        if (labels == null) {
            return Map.of();
        }
        size(field, labels.size(), 64);
        labels.forEach((key, value) -> {
            if (!LABEL.matcher(key).matches()) {
                throw invalid(field, "has a name that is not 1 to 63 letters, digits, '.', '_', '/' or '-'");
            }
            text(field + "." + key, value, 256);
        });
        return Map.copyOf(labels);
    }

    /// At most 256 variables, names as the shell allows them, values of at most 32 KiB without NUL;
    /// never null.
    public static Map<String, String> environment(String field, @Nullable Map<String, String> variables) {
        if (variables == null) {
            return Map.of();
        }
        size(field, variables.size(), 256);
        variables.forEach((key, value) -> {
            if (!VARIABLE.matcher(key).matches()) {
                throw new InvalidFieldException(
                        ErrorCode.ENV_REFUSED, field, field + " has a name that is not letters, digits and '_'");
            }
            text(field + "." + key, value, 32 * 1024);
        });
        return Map.copyOf(variables);
    }

    /// An argv of at most 1,024 words and 128 KiB in all; never null, perhaps empty.
    public static List<String> argv(String field, @Nullable List<String> words) {
        if (words == null) {
            return List.of();
        }
        size(field, words.size(), 1024);
        int total = 0;
        for (int i = 0; i < words.size(); i++) {
            total += text(field + "[" + i + "]", words.get(i), 128 * 1024).length();
        }
        if (total > 128 * 1024) {
            throw new InvalidFieldException(ErrorCode.TOO_LARGE, field, field + " is larger than 131072 characters");
        }
        return List.copyOf(words);
    }

    /// A list of at most `max` elements; never null.
    public static <T> List<T> list(String field, @Nullable List<T> values, int max) {
        if (values == null) {
            return List.of();
        }
        size(field, values.size(), max);
        for (T value : values) {
            if (value == null) {
                throw invalid(field, "must not contain null");
            }
        }
        return List.copyOf(values);
    }

    public static <T> T present(String field, @Nullable T value) {
        if (value == null) {
            throw invalid(field, "is needed");
        }
        return value;
    }

    /// A duration inside both bounds, or null.
    public static @Nullable Duration between(String field, @Nullable Duration value, Duration min, Duration max) {
        if (value != null && (value.compareTo(min) < 0 || value.compareTo(max) > 0)) {
            throw invalid(field, "must be between " + min + " and " + max);
        }
        return value;
    }

    public static int between(String field, int value, int min, int max) {
        if (value < min || value > max) {
            throw invalid(field, "must be between " + min + " and " + max);
        }
        return value;
    }

    public static InvalidFieldException invalid(String field, String what) {
        return new InvalidFieldException(ErrorCode.INVALID_REQUEST, field, field + " " + what);
    }

    private static void size(String field, int size, int max) {
        if (size > max) {
            throw new InvalidFieldException(ErrorCode.TOO_LARGE, field, field + " has more than " + max + " elements");
        }
    }
}
