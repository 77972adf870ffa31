package dev.signalbox.host.provider.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.output.Item;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ItemParserTest {
    private static final LineParser ECHO = line -> List.of(new Item.Text(line));

    @Test
    void every_way_of_cutting_the_stream_gives_the_same_items_at_the_same_bytes() {
        var bytes = "one\ntwø 🙂\r\n\nlast €\n".getBytes(StandardCharsets.UTF_8);
        var expected = List.of(text("one", 4), text("twø 🙂", 15), text("last €", bytes.length));

        for (int size = 1; size <= bytes.length; size++) {
            assertThat(inChunks(bytes, size)).as("chunks of " + size).isEqualTo(expected);
        }
    }

    @Test
    void a_real_capture_reads_the_same_byte_by_byte() {
        var bytes = Captured.bytes("claude/tool-calls");
        var parser = new ItemParser(new ClaudeLines(), 0);
        var whole = parser.feed(bytes, 0);

        var pieces = new ArrayList<ParsedItem>();
        var again = new ItemParser(new ClaudeLines(), 0);
        for (int i = 0; i < bytes.length; i++) {
            pieces.addAll(again.feed(new byte[] {bytes[i]}, i));
        }

        assertThat(pieces).isEqualTo(whole).hasSizeGreaterThan(10);
    }

    @Test
    void a_last_line_without_a_line_break_comes_at_the_end() {
        var parser = new ItemParser(ECHO, 0);

        assertThat(parser.feed(bytes("half"), 0)).isEmpty();
        assertThat(parser.finish()).containsExactly(text("half", 4));
        assertThat(parser.finish()).isEmpty();
    }

    @Test
    void items_of_one_line_are_counted_and_a_line_that_cannot_be_parsed_is_shown_as_it_is() {
        LineParser words = line -> {
            if (line.equals("bad")) {
                throw new IllegalStateException(line);
            }
            return Arrays.stream(line.split(" ")).<Item>map(Item.Text::new).toList();
        };

        assertThat(new ItemParser(words, 0).feed(bytes("a b\nbad\nc\n"), 0))
                .containsExactly(
                        text("a", 4),
                        new ParsedItem(new Item.Text("b"), 4, 1),
                        new ParsedItem(new Item.Raw("bad"), 8, 0),
                        text("c", 10));
    }

    @Test
    void bytes_that_come_again_are_skipped_and_a_gap_is_refused() {
        var parser = new ItemParser(ECHO, 10);

        assertThat(parser.feed(bytes("ab\ncd"), 10)).containsExactly(text("ab", 13));
        assertThat(parser.feed(bytes("b\ncd\n"), 11)).containsExactly(text("cd", 16));
        assertThat(parser.feed(bytes("ab"), 10)).isEmpty();
        assertThat(parser.position()).isEqualTo(16);
        assertThatThrownBy(() -> parser.feed(bytes("x"), 17)).hasMessageContaining("16");
    }

    @Test
    void bytes_that_are_no_text_become_replacement_characters() {
        var parser = new ItemParser(ECHO, 0);

        assertThat(parser.feed(new byte[] {'a', (byte) 0xff, '\n'}, 0)).containsExactly(text("a\ufffd", 3));
    }

    @Test
    void a_line_beyond_the_limit_is_kept_in_part_and_the_next_one_is_read_as_ever() {
        var parser = new ItemParser(ECHO, 0);
        var chunk = new byte[1024 * 1024];
        Arrays.fill(chunk, (byte) 'x');
        long at = 0;
        for (; at <= ItemParser.MAX_LINE; at += chunk.length) {
            assertThat(parser.feed(chunk, at)).isEmpty();
        }

        var items = parser.feed(bytes("\nnext\n"), at);

        assertThat(items).hasSize(2);
        assertThat(items.getFirst().endByte()).isEqualTo(at + 1);
        assertThat(items.getFirst().item())
                .isInstanceOfSatisfying(
                        Item.Raw.class,
                        raw -> assertThat(raw.line())
                                .startsWith("xxxx")
                                .endsWith("[cut]")
                                .hasSizeLessThan(70_000));
        assertThat(items.getLast()).isEqualTo(text("next", at + 6));
    }

    @Test
    void the_largest_line_makes_items_that_fit_a_record_and_read_back() throws Exception {
        var control = "\\u0001".repeat(1_000_000);
        var line = "{\"type\":\"assistant\",\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"" + control
                + "\"},{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"Write\",\"input\":{\"file_path\":\"a\",\"content\":\""
                + "y".repeat(2_000_000) + "\"}}]}}\n";

        var items = new ItemParser(new ClaudeLines(), 0).feed(bytes(line), 0);

        assertThat(items).hasSize(2);
        for (var parsed : items) {
            var json = Json.encode(parsed.item());
            assertThat(json.length).isLessThan(300_000);
            assertThat(Json.decode(json, Item.class)).isEqualTo(parsed.item());
        }
        var call = (Item.ToolCallStarted) items.getLast().item();
        assertThat(call.input()).containsEntry("file_path", "a");
    }

    private static List<ParsedItem> inChunks(byte[] bytes, int size) {
        var parser = new ItemParser(ECHO, 0);
        var items = new ArrayList<ParsedItem>();
        for (int at = 0; at < bytes.length; at += size) {
            items.addAll(parser.feed(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size)), at));
        }
        items.addAll(parser.finish());
        return items;
    }

    private static ParsedItem text(String text, long endByte) {
        return new ParsedItem(new Item.Text(text), endByte, 0);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
