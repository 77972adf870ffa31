package dev.signalbox.schemas.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.schemas.codec.Json;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Writes JSON Schema (draft 2020-12) for the vocabulary: a file for each sealed family (`oneOf` its records, told
/// apart by a constant `type`), one for each envelope, and `types.json` for what they share.
/// The schemas say what Signalbox writes; further members may come with later versions and are to be ignored.
final class JsonSchemas {
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final String SHARED = "types.json";

    private final Map<Class<?>, String> fileOfFamily = new HashMap<>();
    private final Map<String, ObjectNode> files = new TreeMap<>();
    private final Map<String, Class<?>> shared = new TreeMap<>();

    private JsonSchemas() {
        Json.families().forEach(family -> fileOfFamily.put(family, Json.typeName(family) + ".json"));
    }

    /// File name → schema.
    static Map<String, ObjectNode> generate() {
        JsonSchemas schemas = new JsonSchemas();
        schemas.files.put(SHARED, file("What the messages share"));
        Json.families().forEach(schemas::family);
        Vocabulary.ENVELOPES.forEach(schemas::envelope);
        return schemas.files;
    }

    /// The file that describes a type which is a message of its own.
    static String fileOf(Class<?> message) {
        return Json.typeName(message).replace('_', '-') + ".json";
    }

    private void family(Class<?> family) {
        ObjectNode file = file(family.getSimpleName());
        ArrayNode oneOf = file.putArray("oneOf");
        ObjectNode definitions = file.putObject("$defs");
        files.put(fileOf(family), file);
        for (Class<?> member : family.getPermittedSubclasses()) {
            oneOf.addObject().put("$ref", "#/$defs/" + member.getSimpleName());
            definitions.set(member.getSimpleName(), record(member, fileOf(family), Json.typeName(member)));
        }
    }

    private void envelope(Class<?> type) {
        ObjectNode file = file(type.getSimpleName());
        file.setAll(record(type, fileOf(type), null));
        files.put(fileOf(type), file);
    }

    private static ObjectNode file(String title) {
        return Json.mapper().createObjectNode().put("$schema", DIALECT).put("title", title);
    }

    private ObjectNode record(Class<?> type, String inFile, @Nullable String typeName) {
        ObjectNode schema = Json.mapper().createObjectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = Json.mapper().createArrayNode();
        if (typeName != null) {
            properties.putObject("type").put("const", typeName);
            required.add("type");
        }
        for (RecordComponent component : type.getRecordComponents()) {
            properties.set(component.getName(), of(component.getGenericType(), inFile));
            if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                required.add(component.getName());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema;
    }

    private JsonNode of(Type type, String inFile) {
        ObjectNode schema = Json.mapper().createObjectNode();
        if (type instanceof ParameterizedType parameterized) {
            Type[] arguments = parameterized.getActualTypeArguments();
            if (parameterized.getRawType() == List.class) {
                schema.put("type", "array").set("items", of(arguments[0], inFile));
            } else {
                schema.put("type", "object").set("additionalProperties", of(arguments[1], inFile));
                if (arguments[0] != String.class) {
                    schema.set("propertyNames", of(arguments[0], inFile));
                }
            }
            return schema;
        }
        Class<?> plain = (Class<?>) type;
        return switch (plain.getName()) {
            case "java.lang.Object" -> schema;
            case "java.lang.String" -> schema.put("type", "string");
            case "boolean", "java.lang.Boolean" -> schema.put("type", "boolean");
            case "int", "java.lang.Integer" -> schema.put("type", "integer").put("format", "int32");
            case "long", "java.lang.Long" -> schema.put("type", "integer").put("format", "int64");
            case "double", "java.lang.Double" -> schema.put("type", "number").put("format", "double");
            default -> named(plain, inFile, schema);
        };
    }

    private ObjectNode named(Class<?> type, String inFile, ObjectNode schema) {
        if (type == Instant.class) {
            return schema.put("type", "string").put("format", "date-time");
        }
        if (type == Duration.class) {
            return schema.put("type", "string").put("format", "duration");
        }
        if (fileOfFamily.containsKey(type)) {
            return schema.put("$ref", fileOf(type));
        }
        Class<?> family = Stream.of(type.getInterfaces())
                .filter(fileOfFamily::containsKey)
                .findFirst()
                .orElse(null);
        if (family != null) {
            return schema.put("$ref", reference(fileOf(family), inFile) + "#/$defs/" + type.getSimpleName());
        }
        share(type);
        return schema.put("$ref", reference(SHARED, inFile) + "#/$defs/" + type.getSimpleName());
    }

    private static String reference(String file, String inFile) {
        return file.equals(inFile) ? "" : file;
    }

    private void share(Class<?> type) {
        Class<?> before = shared.putIfAbsent(type.getSimpleName(), type);
        if (before == type) {
            return;
        }
        if (before != null) {
            throw new IllegalStateException(before + " and " + type + " would have one name");
        }
        ObjectNode definition = type.isEnum() ? enumeration(type) : record(type, SHARED, null);
        ObjectNode definitions = files.get(SHARED).withObject("$defs");
        definitions.set(type.getSimpleName(), definition);
        Map<String, JsonNode> sorted = new TreeMap<>();
        definitions.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        definitions.removeAll().setAll(sorted);
    }

    private static ObjectNode enumeration(Class<?> type) {
        ObjectNode schema = Json.mapper().createObjectNode().put("type", "string");
        ArrayNode values = schema.putArray("enum");
        Stream.of(type.getEnumConstants())
                .map(constant -> Json.mapper().<JsonNode>valueToTree(constant))
                .forEach(values::add);
        return schema;
    }
}
