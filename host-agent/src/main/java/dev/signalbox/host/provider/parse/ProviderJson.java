package dev.signalbox.host.provider.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// JSON as providers print it: long lines are allowed, since [ItemParser] bounds them already.
final class ProviderJson {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(ItemParser.MAX_LINE)
                            .maxNestingDepth(200)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ProviderJson() {}

    /// The object on the line; empty when it is anything else.
    static Optional<JsonNode> object(String line) {
        if (!line.stripLeading().startsWith("{")) {
            return Optional.empty();
        }
        try {
            return Optional.of(MAPPER.readTree(line)).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }

    static @Nullable String textOrNull(JsonNode node, String field) {
        return node.path(field).isTextual() ? node.path(field).asText() : null;
    }

    static Map<String, Object> map(JsonNode node) {
        return node.isObject() ? Cut.input(MAPPER.convertValue(node, new TypeReference<>() {})) : Map.of();
    }

    static Stream<JsonNode> elements(JsonNode node) {
        return node instanceof ArrayNode ? StreamSupport.stream(node.spliterator(), false) : Stream.empty();
    }

    /// The text of a content that is a string, or a list of parts of which some have text.
    static String content(JsonNode content) {
        return content.isTextual()
                ? content.asText()
                : elements(content)
                        .map(part -> text(part, "text"))
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining("\n"));
    }
}
