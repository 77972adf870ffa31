package dev.signalbox.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// Reads members of answers, any of which may be absent.
public final class Members {
    private Members() {}

    /// The text or number at a path of member names, null when there is none.
    public static @Nullable String text(JsonNode node, String... path) {
        JsonNode at = at(node, path);
        return at.isMissingNode() || at.isNull() || at.isContainerNode() ? null : at.asText();
    }

    /// As [#text], or the other.
    public static String textOr(JsonNode node, String name, String other) {
        String text = text(node, name);
        return text == null ? other : text;
    }

    public static @Nullable Integer integer(JsonNode node, String... path) {
        JsonNode at = at(node, path);
        return at.canConvertToInt() ? Integer.valueOf(at.asInt()) : null;
    }

    public static JsonNode at(JsonNode node, String... path) {
        JsonNode at = node;
        for (String name : path) {
            at = at.path(name);
        }
        return at;
    }

    /// The words of an array, with commas between them.
    public static String words(JsonNode array) {
        return String.join(",", array.valueStream().map(JsonNode::asText).toList());
    }
}
