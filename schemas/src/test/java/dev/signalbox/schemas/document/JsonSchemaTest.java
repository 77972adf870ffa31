package dev.signalbox.schemas.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.document.Vocabulary.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The schemas that other languages read are those that the records have.
/// After a change of the vocabulary: `mvn test -pl schemas -Dsignalbox.generate=true`, twice.
class JsonSchemaTest {
    private static final String FOLDER = "json-schema/";
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    @Test
    void files_are_those_that_the_records_make() throws Exception {
        Path folder = Path.of("src/main/resources", FOLDER);
        Map<String, String> expected = new TreeMap<>();
        JsonSchemas.generate().forEach((name, schema) -> expected.put(name, Printed.of(schema)));
        if (Printed.generating()) {
            Files.createDirectories(folder);
            for (Map.Entry<String, String> file : expected.entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
            }
        }

        assertThat(filesIn(folder)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void every_golden_file_is_valid(Message message) throws Exception {
        JsonNode golden = Json.mapper().readTree(Resources.read(message.golden()));

        assertThat(schemaOf(message.readAs()).validate(golden)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void a_message_without_a_needed_member_is_not_valid(Message message) throws Exception {
        ObjectNode golden = (ObjectNode) Json.mapper().readTree(Resources.read(message.golden()));
        golden.remove(golden.fieldNames().next());

        assertThat(schemaOf(message.readAs()).validate(golden)).isNotEmpty();
    }

    private static Schema schemaOf(Class<?> type) {
        return REGISTRY.getSchema(SchemaLocation.of("classpath:" + FOLDER + JsonSchemas.fileOf(type)));
    }

    private static Map<String, String> filesIn(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                files.put(file.getFileName().toString(), Files.readString(file, StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    static Stream<Message> messages() {
        return Vocabulary.messages();
    }
}
