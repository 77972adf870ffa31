package dev.signalbox.host.provider.parse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Keeps an item small enough for a record. What is cut off still stands in the session's raw output.
///
/// Sizes are those of the text in JSON and UTF-8, since control characters grow sixfold there.
final class Cut {
    private static final int PROSE = 256 * 1024;
    private static final int TOOL = 64 * 1024;
    private static final int TOOL_MEMBER = 4 * 1024;
    private static final String MARK = "… [cut]";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Cut() {}

    static String prose(String text) {
        return to(PROSE, text);
    }

    static String tool(String text) {
        return to(TOOL, text);
    }

    static String raw(String line) {
        return to(TOOL, line);
    }

    /// A tool's input: long strings in it are cut first; what is still too large becomes one member named `cut`
    /// with the beginning of its JSON.
    static Map<String, Object> input(Map<String, Object> input) {
        if (size(input) <= TOOL) {
            return input;
        }
        var shorter = members(input);
        return size(shorter) <= TOOL ? shorter : Map.of("cut", to(TOOL, json(input)));
    }

    private static Map<String, Object> members(Map<?, ?> map) {
        return map.entrySet().stream()
                .filter(e -> e.getValue() != null)
                .collect(Collectors.toMap(e -> String.valueOf(e.getKey()), e -> shorter(e.getValue())));
    }

    private static Object shorter(Object value) {
        return switch (value) {
            case String text -> to(TOOL_MEMBER, text);
            case Map<?, ?> map -> members(map);
            case List<?> list ->
                list.stream().filter(v -> v != null).map(Cut::shorter).toList();
            default -> value;
        };
    }

    private static int size(Map<String, Object> map) {
        return json(map).getBytes(StandardCharsets.UTF_8).length;
    }

    private static String json(Map<String, Object> map) {
        try {
            return JSON.writeValueAsString(map);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a tool's input came from JSON and must go back", e);
        }
    }

    private static String to(int limit, String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            bytes += size(character);
            if (bytes > limit) {
                return text.substring(0, i) + MARK;
            }
            i += Character.charCount(character);
        }
        return text;
    }

    private static int size(int character) {
        if (character < ' ' || Character.isSurrogate((char) character) && Character.isBmpCodePoint(character)) {
            return "\\u0000".length();
        }
        if (character < 0x80) {
            return character == '"' || character == '\\' ? 2 : 1;
        }
        return character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    }
}
