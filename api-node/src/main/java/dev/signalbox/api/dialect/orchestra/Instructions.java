package dev.signalbox.api.dialect.orchestra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.error.Check;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the one prompt of a delegated task out of its text and its context. It reaches the agent as data, never
/// through a shell. Pure.
final class Instructions {
    static final int MAX_TASK = 32 * 1024;
    private static final int MAX_CONTEXT = 64 * 1024;

    private Instructions() {}

    /// @param context `files`, `requirements`, `tests_required` and whatever else, null without
    /// @throws dev.signalbox.schemas.error.InvalidFieldException for a text with control characters, or of a wrong
    /// type or size
    static String of(String task, @Nullable ObjectNode context) {
        Texts.plain("task", task, MAX_TASK);
        if (task.isBlank()) {
            throw Check.invalid("task", "is needed: what the agent is to do");
        }
        StringBuilder prompt = new StringBuilder(task.strip());
        if (context != null) {
            if (Json.encode(context).length > MAX_CONTEXT) {
                throw Check.invalid("context", "is larger than " + MAX_CONTEXT + " bytes");
            }
            list(prompt, "Files", "context.files", context.get("files"));
            list(prompt, "Requirements", "context.requirements", context.get("requirements"));
            tests(prompt, context.get("tests_required"));
            ObjectNode rest = context.deepCopy();
            rest.remove(List.of("files", "requirements", "tests_required"));
            if (!rest.isEmpty()) {
                prompt.append("\n\nFurther context, as JSON:\n").append(text(rest));
            }
        }
        return prompt.append(TaskReports.ASKED).toString();
    }

    private static void list(StringBuilder prompt, String title, String field, @Nullable JsonNode given) {
        List<String> words = new ArrayList<>();
        if (given != null && !given.isNull()) {
            if (!given.isArray()) {
                throw Check.invalid(field, "must be a list of strings");
            }
            for (JsonNode word : given) {
                if (!word.isTextual()) {
                    throw Check.invalid(field, "must be a list of strings");
                }
                words.add(Texts.plain(field, word.asText(), Check.MAX_NAME));
            }
        }
        if (!words.isEmpty()) {
            prompt.append("\n\n").append(title).append(":");
            words.forEach(word -> prompt.append("\n- ").append(word));
        }
    }

    private static void tests(StringBuilder prompt, @Nullable JsonNode given) {
        if (given == null || given.isNull()) {
            return;
        }
        if (!given.isBoolean()) {
            throw Check.invalid("context.tests_required", "must be true or false");
        }
        if (given.asBoolean()) {
            prompt.append("\n\nTests are required: write them and run them.");
        }
    }

    /// JSON spells control characters out, so they need not be refused here.
    private static String text(ObjectNode node) {
        return new String(Json.encode(node), StandardCharsets.UTF_8);
    }
}
