package dev.signalbox.schemas.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.output.Keystrokes;
import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.report.ReportBatch;
import dev.signalbox.schemas.topic.Topic;
import dev.signalbox.schemas.topic.Topics;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// asyncapi.yaml says of the topics what the code does.
class AsyncApiTest {
    private static final String HOST = "{hostId}";
    private static final JsonNode API = read();

    @Test
    void the_channels_are_the_topics() {
        List<Topic> topics = Stream.concat(Topics.fixed().stream(), Topics.ofHost(HOST).stream())
                .toList();
        Map<String, Map<String, String>> declared = new TreeMap<>();
        topics.forEach(topic -> declared.put(topic.name(), described(topic)));

        Map<String, Map<String, String>> described = new TreeMap<>();
        API.get("channels")
                .forEach(channel -> described.put(channel.get("address").asText(), settings(channel)));

        assertThat(described).isEqualTo(declared);
    }

    @Test
    void every_reference_leads_somewhere() throws Exception {
        for (JsonNode reference : API.findValues("$ref")) {
            String target = reference.asText();
            if (target.startsWith("#")) {
                assertThat(API.at(target.substring(1)).isMissingNode())
                        .as(target)
                        .isFalse();
            } else {
                assertThat(Json.mapper()
                                .readTree(Resources.read(target))
                                .path("title")
                                .asText())
                        .as(target)
                        .isNotEmpty();
            }
        }
    }

    @Test
    void every_envelope_has_a_message_with_its_schema() {
        assertThat(API.at("/components/messages").findValuesAsText("$ref"))
                .containsAll(Vocabulary.ENVELOPES.stream()
                        .map(type -> "json-schema/" + JsonSchemas.fileOf(type))
                        .toList());
    }

    @Test
    void headers_are_those_that_are_written() {
        OutputRecord output = OutputRecord.fence(1);
        Keystrokes keystrokes = new Keystrokes("s", 1, 1, Instant.EPOCH, new byte[0]);

        assertThat(required("OutputRecord"))
                .containsExactlyElementsOf(output.headers().keySet());
        assertThat(required("Keystrokes"))
                .containsExactlyElementsOf(keystrokes.headers().keySet());
        assertThat(required("ReportBatch")).containsExactly(ReportBatch.SIGNATURE);
        assertThat(API.at("/components/messages/OutputRecord/headers/properties")
                        .has(OutputRecord.KEY_ID))
                .isTrue();
    }

    @Test
    void kinds_and_streams_are_the_words_on_the_wire() {
        JsonNode headers = API.at("/components/messages/OutputRecord/headers/properties");

        assertThat(texts(headers.at("/kind/enum"))).isEqualTo(wireNames(OutputRecord.Kind.values()));
        assertThat(texts(headers.at("/stream/enum"))).isEqualTo(wireNames(OutputRecord.Stream.values()));
    }

    private static Map<String, String> described(Topic topic) {
        Map<String, String> settings = new TreeMap<>(topic.config());
        settings.remove("message.timestamp.type");
        if (topic.partitioning() == Topic.Partitioning.SINGLE) {
            settings.put("partitions", "1");
        }
        return settings;
    }

    private static Map<String, String> settings(JsonNode channel) {
        Map<String, String> settings = new TreeMap<>();
        JsonNode kafka = channel.at("/bindings/kafka");
        kafka.get("topicConfiguration")
                .properties()
                .forEach(setting -> settings.put(
                        setting.getKey(),
                        setting.getValue().isArray()
                                ? String.join(",", texts(setting.getValue()))
                                : setting.getValue().asText()));
        if (kafka.has("partitions")) {
            settings.put("partitions", kafka.get("partitions").asText());
        }
        return settings;
    }

    private static List<String> required(String message) {
        return texts(API.at("/components/messages/" + message + "/headers/required"));
    }

    private static List<String> wireNames(Enum<?>[] values) {
        return Stream.of(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    private static JsonNode read() {
        try {
            return new YAMLMapper().readTree(Resources.read("asyncapi.yaml"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
