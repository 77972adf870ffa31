package dev.signalbox.e2e.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The two ways in which Codex lets a model act. Which one it offers depends on the model's name: models that it
/// has metadata for get one tool that runs JavaScript, with the others as functions inside it; any other model gets
/// the plain function `exec_command` and cannot patch files.
enum CodexTools {
    SCRIPT {
        @Override
        boolean offeredIn(JsonNode request) {
            return elements(request.path("input"))
                    .filter(item -> item.path("type").asText().equals("additional_tools"))
                    .flatMap(item -> elements(item.path("tools")))
                    .flatMap(namespace -> elements(namespace.path("tools")))
                    .anyMatch(tool -> tool.path("type").asText().equals("custom")
                            && tool.path("name").asText().equals("exec"));
        }

        @Override
        Optional<ObjectNode> shell(String command) {
            return Optional.of(
                    script("const r = await tools.exec_command({cmd: %s, login: false}); text(r.output);", command));
        }

        @Override
        Optional<ObjectNode> addFile(String path, String text) {
            var patch = "*** Begin Patch\n*** Add File: " + path + "\n+" + text + "\n*** End Patch\n";
            return Optional.of(script("await tools.apply_patch(%s); text('written');", patch));
        }
    },
    FUNCTIONS {
        @Override
        boolean offeredIn(JsonNode request) {
            return elements(request.path("tools"))
                    .anyMatch(tool -> tool.path("name").asText().equals("exec_command"));
        }

        @Override
        Optional<ObjectNode> shell(String command) {
            var arguments = JSON.objectNode().put("cmd", command).put("login", false);
            return Optional.of(
                    call("function_call").put("name", "exec_command").put("arguments", arguments.toString()));
        }

        @Override
        Optional<ObjectNode> addFile(String path, String text) {
            return Optional.empty();
        }
    };

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    static Optional<CodexTools> of(JsonNode request) {
        return Stream.of(values()).filter(tools -> tools.offeredIn(request)).findFirst();
    }

    abstract boolean offeredIn(JsonNode request);

    /// The output item that asks for a run of `command`.
    abstract Optional<ObjectNode> shell(String command);

    /// The output item that asks for a new file of one line, where files can be patched.
    abstract Optional<ObjectNode> addFile(String path, String text);

    private static ObjectNode script(String template, String argument) {
        // A JSON string is a JavaScript string too.
        return call("custom_tool_call")
                .put("name", "exec")
                .put("input", template.formatted(TextNode.valueOf(argument)));
    }

    private static ObjectNode call(String type) {
        var token = UUID.randomUUID().toString().replace("-", "");
        return JSON.objectNode()
                .put("type", type)
                .put("id", "ctc_" + token)
                .put("call_id", "call_" + token)
                .put("status", "completed");
    }

    private static Stream<JsonNode> elements(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }
}
