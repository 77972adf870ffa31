package dev.signalbox.api.core;

import dev.signalbox.schemas.error.ErrorCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Why a request is not served, before a dialect gives it a form.
///
/// @param message what is wrong with this request; never repeats what may be secret
/// @param field the member, parameter or header that it is about
/// @param hint what would be right
/// @param more named facts that go with the code: a string, or a list or map of simple values each
public record Refusal(
        ErrorCode code,
        String message,
        @Nullable String field,
        @Nullable String hint,
        Map<String, Object> more) {

    /// The command that was refused or whose outcome is not known.
    public static final String COMMAND = "commandId";

    /// The `EntityRef` that stands in the way.
    public static final String SUBJECT = "subject";

    /// What an ambiguous reference may mean.
    public static final String CANDIDATES = "candidates";

    /// The oldest cursor that is retained.
    public static final String OLDEST = "oldest";

    /// From where on output is there: `seq`, and `byte` where it is known.
    public static final String OUTPUT_FROM = "outputFrom";

    public Refusal {
        more = Map.copyOf(more);
    }

    public static Refusal of(ErrorCode code, String message) {
        return new Refusal(code, message, null, null, Map.of());
    }

    public static Refusal of(ErrorCode code, @Nullable String field, String message) {
        return new Refusal(code, message, field, null, Map.of());
    }

    public Refusal hint(String what) {
        return new Refusal(code, message, field, what, more);
    }

    public Refusal with(String name, Object fact) {
        Map<String, Object> facts = new LinkedHashMap<>(more);
        facts.put(name, fact instanceof List<?> list ? List.copyOf(list) : fact);
        return new Refusal(code, message, field, hint, facts);
    }

    /// The refusal as an exception, for the depths of a request; it carries no stack.
    public RefusedException asException() {
        return new RefusedException(this);
    }
}
