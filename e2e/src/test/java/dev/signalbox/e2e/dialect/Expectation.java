package dev.signalbox.e2e.dialect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.schemas.codec.Json;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a transcript expects of a text or of JSON, told apart from what came by a sentence. Shape and types are exact:
/// members that are not written are wrong, and so is a number where a text is written.
///
/// | written | is |
/// |---|---|
/// | `{{iso}}`, `{{iso-s}}` | a time with milliseconds, with seconds, in UTC |
/// | `{{number}}`, `{{int}}`, `{{bool}}`, `{{null}}`, `{{object}}`, `{{array}}`, `{{any}}` | any value of that type |
/// | `{{text}}`, `{{id}}`, `{{path}}`, `{{uuid}}`, `{{hex}}`, `{{base36}}` | a text, or a part of one |
/// | `{{/regex/}}` | a text, or a part of one |
/// | `{{name=kind}}` | the same, and later steps know it as `{{name}}` |
/// | a member `"name?"` | may be absent |
/// | a member `"..."` | further members may be there |
/// | `["{{each}}", x]` | any number of x; with `{{some}}` at least one that is x among others |
final class Expectation {
    private static final Pattern HOLE = Pattern.compile("\\{\\{(?:([a-zA-Z][a-zA-Z0-9]*)=)?(/.+?/|[a-zA-Z0-9-]+)}}");
    private static final Map<String, String> TEXTS = Map.of(
            "iso", "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z",
            "iso-s", "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ",
            "text", "(?s:.*)",
            "id", "[A-Za-z0-9][A-Za-z0-9_.:-]*",
            "path", "/[^\"]*",
            "uuid", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
            "hex", "[0-9a-f]+",
            "base36", "[0-9a-z]+",
            "int", "-?\\d+");
    private static final Set<String> VALUES =
            Set.of("number", "int", "bool", "null", "object", "array", "any", "each", "some");

    private final Map<String, String> known;

    /// @param known what holes are filled with by name; captures are added
    Expectation(Map<String, String> known) {
        this.known = known;
    }

    /// What a request or a message says, its holes filled.
    String filled(String written) {
        Matcher holes = HOLE.matcher(written);
        var text = new StringBuilder();
        while (holes.find()) {
            String value = known.get(holes.group(2));
            if (value == null) {
                throw new AssertionError("nothing is known as " + holes.group());
            }
            holes.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        return holes.appendTail(text).toString();
    }

    /// What is wrong with a body; empty when nothing is.
    ///
    /// @param written JSON where it begins like an object or an array, else text
    String body(String written, String came) {
        if (written.equals("{{any}}")) {
            return "";
        }
        if (!written.startsWith("{\"") && !written.startsWith("[") && !written.equals("{}")) {
            return text("", written, came);
        }
        try {
            return json("", Json.mapper().readTree(written), Json.mapper().readTree(came));
        } catch (JsonProcessingException e) {
            return "no JSON: " + e.getOriginalMessage() + " in " + came;
        }
    }

    String text(String where, String written, String came) {
        Matcher holes = HOLE.matcher(written);
        var regex = new StringBuilder();
        var names = new java.util.ArrayList<String>();
        int end = 0;
        while (holes.find()) {
            regex.append(Pattern.quote(written.substring(end, holes.start())));
            regex.append('(').append(regexOf(holes.group(2))).append(')');
            names.add(holes.group(1) == null ? "" : holes.group(1));
            end = holes.end();
        }
        regex.append(Pattern.quote(written.substring(end)));
        Matcher found = Pattern.compile(regex.toString()).matcher(came);
        if (!found.matches()) {
            return "%s is %s, not %s%n".formatted(where, came, filledForReading(written));
        }
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).isEmpty()) {
                known.put(names.get(i), found.group(i + 1));
            }
        }
        return "";
    }

    /// Groups inside would move the captures.
    private String regexOf(String kind) {
        String regex = kind.startsWith("/")
                ? kind.substring(1, kind.length() - 1)
                : known.containsKey(kind) ? Pattern.quote(known.get(kind)) : TEXTS.get(kind);
        if (regex == null) {
            throw new AssertionError("nothing is known as {{" + kind + "}}");
        }
        return regex.replaceAll("\\((?!\\?)", "(?:");
    }

    private String filledForReading(String written) {
        return HOLE.matcher(written)
                .replaceAll(hole -> Matcher.quoteReplacement(known.getOrDefault(hole.group(2), hole.group())));
    }

    private String json(String where, JsonNode written, JsonNode came) {
        if (written.isTextual()) {
            return scalar(where, written.asText(), came);
        }
        if (written.isObject() && came.isObject()) {
            return object(where, written, came);
        }
        if (written.isArray() && came.isArray()) {
            return array(where, written, came);
        }
        return written.equals(came) ? "" : "%s is %s, not %s%n".formatted(where, came, written);
    }

    private String scalar(String where, String written, JsonNode came) {
        Matcher hole = HOLE.matcher(written);
        if (hole.matches() && VALUES.contains(hole.group(2)) && !known.containsKey(hole.group(2))) {
            boolean fits = switch (hole.group(2)) {
                case "number" -> came.isNumber();
                case "int" -> came.isIntegralNumber();
                case "bool" -> came.isBoolean();
                case "null" -> came.isNull();
                case "object" -> came.isObject();
                case "array" -> came.isArray();
                default -> true;
            };
            if (fits && hole.group(1) != null) {
                known.put(hole.group(1), came.asText());
            }
            return fits ? "" : "%s is %s, not %s%n".formatted(where, came, written);
        }
        return came.isTextual()
                ? text(where, written, came.asText())
                : "%s is %s, not the text %s%n".formatted(where, came, written);
    }

    private String object(String where, JsonNode written, JsonNode came) {
        var wrong = new StringBuilder();
        Set<String> seen = new HashSet<>();
        boolean further = written.has("...");
        written.properties().forEach(member -> {
            boolean optional = member.getKey().endsWith("?");
            String name =
                    optional ? member.getKey().substring(0, member.getKey().length() - 1) : member.getKey();
            seen.add(name);
            if (came.has(name)) {
                wrong.append(json(where + "/" + name, member.getValue(), came.get(name)));
            } else if (!optional && !name.equals("...")) {
                wrong.append("%s/%s is missing%n".formatted(where, name));
            }
        });
        came.fieldNames().forEachRemaining(name -> {
            if (!further && !seen.contains(name)) {
                wrong.append("%s/%s is not expected%n".formatted(where, name));
            }
        });
        return wrong.toString();
    }

    private String array(String where, JsonNode written, JsonNode came) {
        String first = written.isEmpty() ? "" : written.get(0).asText();
        if (first.equals("{{each}}")) {
            var wrong = new StringBuilder();
            for (int i = 0; i < came.size(); i++) {
                wrong.append(json(where + "/" + i, written.get(1), came.get(i)));
            }
            return wrong.toString();
        }
        if (first.equals("{{some}}")) {
            var wrong = new StringBuilder();
            for (int i = 0; i < came.size(); i++) {
                String one = json(where + "/" + i, written.get(1), came.get(i));
                if (one.isEmpty()) {
                    return "";
                }
                wrong.append(one);
            }
            return "%s has none that fits:%n%s".formatted(where, wrong);
        }
        if (written.size() != came.size()) {
            return "%s has %d elements, not %d%n".formatted(where, came.size(), written.size());
        }
        var wrong = new StringBuilder();
        for (int i = 0; i < came.size(); i++) {
            wrong.append(json(where + "/" + i, written.get(i), came.get(i)));
        }
        return wrong.toString();
    }
}
