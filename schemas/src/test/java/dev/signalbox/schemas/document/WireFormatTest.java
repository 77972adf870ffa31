package dev.signalbox.schemas.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.document.Vocabulary.Message;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The message contract in one test: each record has a golden file, and means the same in both directions.
/// To change a golden file is to change the wire: older readers and the records of 90 days must still be understood.
/// `-Dsignalbox.generate=true` drafts the files and members that are missing; make the values realistic by hand.
class WireFormatTest {

    @BeforeAll
    static void draftWhatIsMissingIfAsked() throws Exception {
        if (!Printed.generating()) {
            return;
        }
        for (Message message : Vocabulary.messages().toList()) {
            Path file = Path.of("src/test/resources", message.golden());
            JsonNode existing = Files.exists(file) ? Json.mapper().readTree(Files.readString(file)) : null;
            Files.createDirectories(file.getParent());
            Files.writeString(file, Printed.of(GoldenDraft.of(message, existing)));
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void golden_json_and_record_mean_the_same_both_ways(Message message) throws Exception {
        byte[] golden = Resources.read(message.golden());

        Object value = Json.decode(golden, message.readAs());

        assertThat(value).isInstanceOf(message.type());
        byte[] encoded = Json.encode(value);
        assertThat(Json.mapper().readTree(encoded)).isEqualTo(tree(golden));
        assertThat((Object) Json.decode(encoded, message.readAs())).isEqualTo(value);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void the_golden_file_is_complete_and_in_the_order_of_the_record(Message message) throws Exception {
        List<String> components = Stream.concat(
                        message.readAs().equals(message.type()) ? Stream.of() : Stream.of("type"),
                        Arrays.stream(message.type().getRecordComponents()).map(RecordComponent::getName))
                .toList();

        assertThat(tree(Resources.read(message.golden())).fieldNames())
                .toIterable()
                .containsExactlyElementsOf(components);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void members_that_may_be_absent_are_absent_when_they_are_null(Message message) throws Exception {
        ObjectNode golden = tree(Resources.read(message.golden()));
        Arrays.stream(message.type().getRecordComponents())
                .filter(c -> c.getAnnotatedType().isAnnotationPresent(Nullable.class))
                .forEach(c -> golden.remove(c.getName()));

        Object value = Json.decode(Json.encode(golden), message.readAs());

        assertThat(Json.mapper().readTree(Json.encode(value))).isEqualTo(golden);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void members_that_are_not_known_are_ignored(Message message) throws Exception {
        ObjectNode golden = tree(Resources.read(message.golden()));
        Object value = Json.decode(Json.encode(golden), message.readAs());
        golden.putObject("laterMember").putArray("of").add(1);

        assertThat((Object) Json.decode(Json.encode(golden), message.readAs())).isEqualTo(value);
    }

    @Test
    void no_golden_file_is_left_without_a_record() throws Exception {
        URI root = Objects.requireNonNull(getClass().getClassLoader().getResource("golden"))
                .toURI();
        assertThat(filesBelow(Path.of(root)))
                .filteredOn(file -> !file.startsWith("golden/output/"))
                .containsExactlyInAnyOrderElementsOf(
                        Vocabulary.messages().map(Message::golden).toList());
    }

    private static List<String> filesBelow(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> "golden/" + root.relativize(file).toString().replace('\\', '/'))
                    .toList();
        }
    }

    private static ObjectNode tree(byte[] json) throws IOException {
        JsonNode tree = Json.mapper().readTree(json);
        return (ObjectNode) tree;
    }

    static Stream<Message> messages() {
        return Vocabulary.messages();
    }
}
