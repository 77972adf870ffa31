package dev.signalbox.api.dialect.orchestra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.schemas.error.Check;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the members of a request's JSON. Members that nobody knows are let be, as the original's clients may send
/// some.
final class Members {
    private static final int MAX_ENV = 64;
    private static final int MAX_ENV_VALUE = 8 * 1024;

    private final ObjectNode json;

    Members(ObjectNode json) {
        this.json = json;
    }

    /// Null when it is absent.
    @Nullable
    String text(String name) {
        JsonNode value = given(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw Check.invalid(name, "must be a string");
        }
        return value.asText();
    }

    String needed(String name) {
        String text = text(name);
        if (text == null || text.isEmpty()) {
            throw Check.invalid(name, "is needed");
        }
        return text;
    }

    /// @param absent what it is when it is not given
    boolean flag(String name, boolean absent) {
        JsonNode value = given(name);
        if (value == null) {
            return absent;
        }
        if (!value.isBoolean()) {
            throw Check.invalid(name, "must be true or false");
        }
        return value.asBoolean();
    }

    long integer(String name, long absent, long min, long max) {
        JsonNode value = given(name);
        if (value == null) {
            return absent;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < min || value.asLong() > max) {
            throw Check.invalid(name, "must be a whole number from " + min + " to " + max);
        }
        return value.asLong();
    }

    @Nullable
    ObjectNode object(String name) {
        JsonNode value = given(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof ObjectNode object)) {
            throw Check.invalid(name, "must be an object");
        }
        return object;
    }

    /// Variables of the environment; a refusal names them, never their values.
    Map<String, String> environment(String name) {
        ObjectNode given = object(name);
        Map<String, String> variables = new LinkedHashMap<>();
        if (given == null) {
            return variables;
        }
        if (given.size() > MAX_ENV) {
            throw Check.invalid(name, "has more than " + MAX_ENV + " variables");
        }
        given.properties().forEach(entry -> {
            if (!entry.getValue().isTextual()) {
                throw Check.invalid(name, "must be an object of strings");
            }
            variables.put(entry.getKey(), entry.getValue().asText());
        });
        var _ = Check.environment(name, variables);
        variables.forEach((key, value) -> Check.text(name + "." + key, value, MAX_ENV_VALUE));
        return variables;
    }

    private @Nullable JsonNode given(String name) {
        JsonNode value = json.get(name);
        return value == null || value.isNull() ? null : value;
    }
}
