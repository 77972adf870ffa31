package dev.signalbox.api.dialect.neolith;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.output.Item;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TurnTranslationTest {
    private static final Instant NOW = Instant.parse("2026-11-20T09:15:00Z");
    private static final Item END = new Item.Result(true, "done", null, 10L, 1);

    private final TurnTranslation translation = new TurnTranslation("s");

    private List<JsonNode> said(boolean streaming, Item... items) {
        List<JsonNode> said = new ArrayList<>();
        for (Item item : items) {
            translation
                    .item(item, streaming, NOW)
                    .forEach(frame -> said.add(Json.mapper().valueToTree(frame)));
        }
        return said;
    }

    private static List<String> types(List<JsonNode> said) {
        return said.stream().map(frame -> frame.path("type").asText()).toList();
    }

    @Test
    void a_turn_begins_counts_its_chunks_from_0_and_ends() {
        List<JsonNode> said = said(
                true,
                new Item.NativeSession("n", null),
                new Item.Thinking("hm"),
                new Item.TextDelta("a"),
                new Item.TextDelta("b"),
                new Item.Text("ab"),
                END);

        assertThat(types(said))
                .containsExactly("stream_start", "stream_chunk", "stream_chunk", "stream_chunk", "stream_end");
        assertThat(said.get(1))
                .hasToString("{\"data\":{\"chunk\":\"hm\",\"metadata\":{\"index\":0,\"type\":\"thinking\"},"
                        + "\"sessionId\":\"s\"},\"type\":\"stream_chunk\"}");
        assertThat(said.get(3).at("/data/metadata/index").asInt()).isEqualTo(2);
    }

    @Test
    void the_next_turn_begins_anew() {
        said(true, new Item.Text("one"), END);

        List<JsonNode> said = said(true, new Item.Text("two"));

        assertThat(types(said)).containsExactly("stream_start", "stream_chunk");
        assertThat(said.get(1).at("/data/metadata/index").asInt()).isZero();
        assertThat(said.get(1).at("/data/chunk").asText()).isEqualTo("two");
    }

    @Test
    void tool_calls_are_told_where_they_happen_also_without_chunks() {
        Item started = new Item.ToolCallStarted("1", "Bash", Map.of("command", "ls"));
        List<JsonNode> streamed = said(true, started, new Item.ToolCallCompleted("1", "Bash", "a b"));

        assertThat(types(streamed))
                .containsExactly("stream_start", "stream_chunk", "tool_call_start", "tool_call_result");
        assertThat(streamed.get(2).path("data"))
                .hasToString("{\"sessionId\":\"s\",\"status\":\"started\",\"timestamp\":\"2026-11-20T09:15:00.000Z\","
                        + "\"toolInput\":{\"command\":\"ls\"},\"toolName\":\"Bash\"}");
        assertThat(streamed.get(3).at("/data/result/content").asText()).isEqualTo("a b");

        List<JsonNode> quiet = said(false, END, started, new Item.ToolCallFailed("1", "Bash", "no"));
        assertThat(types(quiet)).containsExactly("stream_end", "tool_call_start", "tool_call_result");
        assertThat(quiet.get(2).at("/data/error").asText()).isEqualTo("no");
        assertThat(quiet.get(2).at("/data/status").asText()).isEqualTo("failed");
    }

    @Test
    void nothing_is_streamed_where_nothing_was_said_or_nobody_asked() {
        assertThat(said(true, END)).isEmpty();
        assertThat(said(false, new Item.Text("x"), END)).isEmpty();
        assertThat(translation.over()).isEmpty();
    }
}
