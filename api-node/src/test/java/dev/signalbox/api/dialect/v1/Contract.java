package dev.signalbox.api.dialect.v1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// openapi.yaml, to be compared with what the node does.
public final class Contract {
    private final JsonNode root;

    private Contract(JsonNode root) {
        this.root = root;
    }

    public static Contract load() {
        try (var in = Contract.class.getResourceAsStream("/openapi.yaml")) {
            return new Contract(new YAMLMapper().readTree(in));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// `GET /v1/hosts` and so on.
    Set<String> operations() {
        return operations(false);
    }

    Set<String> openOperations() {
        return operations(true);
    }

    private Set<String> operations(boolean openOnly) {
        var operations = new TreeSet<String>();
        root.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    JsonNode security = operation.getValue().get("security");
                    boolean open = security != null && security.isEmpty();
                    if (!operation.getKey().equals("parameters") && (open || !openOnly)) {
                        operations.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
                    }
                }));
        return operations;
    }

    /// What an operation takes in its query string.
    ///
    /// @param operation as [#operations] names it
    Set<String> query(String operation) {
        int space = operation.indexOf(' ');
        JsonNode path = root.get("paths").get(operation.substring(space + 1));
        var names = new TreeSet<String>();
        for (JsonNode parameters : List.of(
                path.path("parameters"),
                path.path(operation.substring(0, space).toLowerCase(Locale.ROOT))
                        .path("parameters"))) {
            for (JsonNode parameter : parameters) {
                JsonNode there = parameter.has("$ref")
                        ? root.at(parameter.get("$ref").asText().substring(1))
                        : parameter;
                if (there.path("in").asText().equals("query")) {
                    names.add(there.path("name").asText());
                }
            }
        }
        return names;
    }

    boolean hasSchema(String name) {
        return root.at("/components/schemas/" + name).isObject();
    }

    List<String> members(String schema) {
        var names = new ArrayList<String>();
        root.at("/components/schemas/" + schema + "/properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /// What is wrong with a value of a schema; answers are checked for members that the contract does not name,
    /// too.
    public List<String> violations(String schema, JsonNode value) {
        ObjectNode document = new ObjectNode(JsonNodeFactory.instance);
        document.set("components", root.get("components").deepCopy());
        ((ObjectNode) document.at("/components/schemas")).properties().forEach(entry -> close(entry.getValue()));
        document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        document.put("$ref", "#/components/schemas/" + schema);
        Schema checker = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(document);
        return checker.validate(value).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            if (object.has("properties") && !object.has("additionalProperties")) {
                object.put("additionalProperties", false);
                // An event's payload is open: it has members for each type.
                if (object.at("/properties/type").isObject()
                        && object.get("properties").size() == 1) {
                    object.put("additionalProperties", true);
                }
            }
            object.forEach(Contract::close);
        }
    }
}
