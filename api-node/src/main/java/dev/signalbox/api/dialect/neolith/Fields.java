package dev.signalbox.api.dialect.neolith;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.core.text.Iso;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.codec.MalformedException;
import dev.signalbox.schemas.error.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a body member by member and keeps what is wrong, so that a client learns all of it at once.
final class Fields {
    private static final int MAX_TEXT = 4096;
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    private final JsonNode body;
    private final String path;
    private final List<String> wrong;

    Fields(JsonNode body) {
        this(body, "", new ArrayList<>());
    }

    /// Nothing, of which more can be said to be wrong.
    static Fields none() {
        return new Fields(Json.mapper().createObjectNode());
    }

    /// A body that may be absent: one that is no JSON counts as absent too.
    static Fields lenient(byte[] body) {
        JsonNode tree;
        try {
            tree = Json.decode(body, JsonNode.class);
        } catch (MalformedException e) {
            return none();
        }
        Fields fields = new Fields(tree);
        if (!tree.isObject()) {
            fields.say("body", "must be an object");
        }
        return fields;
    }

    private Fields(JsonNode body, String path, List<String> wrong) {
        this.body = body;
        this.path = path;
        this.wrong = wrong;
    }

    /// The members of a member.
    Fields in(String name) {
        JsonNode member = body.path(name);
        if (!member.isObject()) {
            say(name, "is needed: an object");
        }
        return new Fields(member, path + name + ".", wrong);
    }

    /// Empty text is none.
    String text(String name) {
        JsonNode member = body.path(name);
        if (!member.isTextual() || member.asText().isBlank() || member.asText().length() > MAX_TEXT) {
            say(name, "is needed: text of at most " + MAX_TEXT + " characters");
            return "";
        }
        return member.asText();
    }

    /// May be empty.
    @Nullable
    String optionalText(String name) {
        JsonNode member = body.path(name);
        if (absent(name)) {
            return null;
        }
        if (!member.isTextual() || member.asText().length() > MAX_TEXT) {
            say(name, "must be text of at most " + MAX_TEXT + " characters");
        }
        return member.asText();
    }

    String oneOf(String name, List<String> words) {
        JsonNode member = body.path(name);
        if (!member.isTextual() || !words.contains(member.asText())) {
            say(name, "must be one of " + String.join(", ", words));
            return words.getFirst();
        }
        return member.asText();
    }

    @Nullable
    String optionalOneOf(String name, List<String> words) {
        return absent(name) ? null : oneOf(name, words);
    }

    long number(String name, long min, long max) {
        JsonNode member = body.path(name);
        if (!member.isIntegralNumber()
                || !member.canConvertToLong()
                || member.asLong() < min
                || member.asLong() > max) {
            say(name, "must be a whole number from " + min + " to " + max);
            return min;
        }
        return member.asLong();
    }

    long number(String name, long min, long max, long otherwise) {
        return absent(name) ? otherwise : number(name, min, max);
    }

    boolean truth(String name, boolean otherwise) {
        JsonNode member = body.path(name);
        if (absent(name)) {
            return otherwise;
        }
        if (!member.isBoolean()) {
            say(name, "must be true or false");
        }
        return member.asBoolean();
    }

    Optional<Instant> time(String name) {
        Optional<Instant> time =
                body.path(name).isTextual() ? Iso.parse(body.path(name).asText()) : Optional.empty();
        if (time.isEmpty()) {
            say(name, "must be a time such as 2024-01-01T00:00:00Z");
        }
        return time;
    }

    Optional<Instant> optionalTime(String name) {
        return absent(name) ? Optional.empty() : time(name);
    }

    @Nullable
    Map<String, Object> optionalObject(String name) {
        JsonNode member = body.path(name);
        if (absent(name)) {
            return null;
        }
        if (!member.isObject()) {
            say(name, "must be an object");
            return null;
        }
        return Json.mapper().convertValue(member, OBJECT);
    }

    List<String> texts(String name, boolean needed) {
        JsonNode member = body.path(name);
        List<String> texts = new ArrayList<>();
        if (!needed && absent(name)) {
            return texts;
        }
        member.forEach(one -> texts.add(one.isTextual() ? one.asText() : ""));
        if (!member.isArray() || texts.contains("") || (needed && texts.isEmpty()) || texts.size() > 1_000) {
            say(name, "must be a list of texts" + (needed ? ", at least one" : ""));
        }
        return texts;
    }

    void say(String name, String what) {
        wrong.add(path + name + ": " + what);
    }

    /// @throws dev.signalbox.api.core.RefusedException INVALID_REQUEST with all that is wrong
    void check() {
        if (wrong.isEmpty()) {
            return;
        }
        throw Refusal.of(ErrorCode.INVALID_REQUEST, "Validation failed: " + String.join("; ", wrong))
                .with(NeolithRefusals.ERRORS, wrong)
                .asException();
    }

    /// `null` is a value, and none that anything takes.
    private boolean absent(String name) {
        return !body.has(name);
    }
}
