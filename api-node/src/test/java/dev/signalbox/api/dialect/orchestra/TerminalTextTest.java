package dev.signalbox.api.dialect.orchestra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TerminalTextTest {
    private static final String SCREEN =
            "\u001b[?2004h\u001b]0;title äöü\u0007> droid\r\n\u001b[1;32mAnalyse 🚂…\u001b[0m\n"
                    + "\u001bP1;2|text\u001b\\\u001b(Bok \u001b7\u001b8\u001b[38;2;1;2;3m漢字\u001b[m\n";

    private final TerminalText text = new TerminalText();

    private String add(String more) {
        return text.add(more.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void nothing_is_cut_wherever_the_bytes_are() {
        byte[] bytes = SCREEN.getBytes(StandardCharsets.UTF_8);
        var random = new Random(3);

        for (int round = 0; round < 200; round++) {
            var fresh = new TerminalText();
            var all = new StringBuilder();
            for (int at = 0; at < bytes.length; ) {
                int next = Math.min(bytes.length, at + 1 + random.nextInt(4));
                String piece = fresh.add(Arrays.copyOfRange(bytes, at, next));
                assertThat(piece).doesNotContain("\ufffd");
                assertThat(piece.matches("(?s).*\u001b\\[[0-9;?]*")).as(piece).isFalse();
                all.append(piece);
                at = next;
            }
            assertThat(all.append(fresh.end()).toString()).isEqualTo(SCREEN);
        }
    }

    @Test
    void the_beginning_of_a_sequence_waits_for_its_end() {
        assertThat(add("a\u001b[1;3")).isEqualTo("a");
        assertThat(add("2mb\u001b")).isEqualTo("\u001b[1;32mb");
        assertThat(add("]0;half a title")).isEmpty();
        assertThat(add("\u0007c")).isEqualTo("\u001b]0;half a title\u0007c");
    }

    @Test
    void bytes_that_are_no_text_become_a_mark_and_what_never_ends_is_given() throws Exception {
        assertThat(text.add(new byte[] {'a', (byte) 0xff, 'b'})).isEqualTo("a\ufffdb");
        assertThat(text.add(new byte[] {(byte) 0xe6})).isEmpty();
        assertThat(text.end()).isEqualTo("\ufffd");

        var endless = new ByteArrayOutputStream();
        endless.write("\u001b]0;".getBytes(StandardCharsets.UTF_8));
        endless.write("x".repeat(10_000).getBytes(StandardCharsets.UTF_8));
        assertThat(text.add(endless.toByteArray())).hasSize(10_004);
        assertThat(add("next")).isEqualTo("next");
    }

    @Test
    void a_sequence_that_is_given_up_waits_for_nothing() {
        assertThat(add("\u001b[12\u0018ok")).isEqualTo("\u001b[12\u0018ok");
        assertThat(add("\u001b[1")).isEmpty();
        assertThat(text.end()).isEqualTo("\u001b[1");
    }

    @Test
    void a_fresh_one_goes_on_where_another_stopped_when_it_is_given_what_waits() {
        byte[] bytes = SCREEN.getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            var before = new TerminalText();
            String shown = before.add(Arrays.copyOf(bytes, cut));
            var cursor = new Cursor.Session("s", 3, null);
            Place place =
                    Place.decode(Place.of(cursor, Map.of(Stream.OUT, before)).encode());
            var after = new TerminalText();
            assertThat(after.add(place.waiting().getOrDefault(Stream.OUT, new byte[0])))
                    .isEmpty();

            shown += after.add(Arrays.copyOfRange(bytes, cut, bytes.length)) + after.end();

            assertThat(shown).isEqualTo(SCREEN);
            assertThat(place.cursor()).isEqualTo(cursor);
        }
    }

    @Test
    void a_place_that_nobody_gave_is_refused() {
        String cursor = new Cursor.Session("s", 3, null).encode();
        for (String wrong : List.of("", "nonsense", cursor + "~", cursor + "~YQ", cursor + "~?~", cursor + "~~~")) {
            assertThatThrownBy(() -> Place.decode(wrong))
                    .as(wrong)
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.refusal().code()).isEqualTo(ErrorCode.CURSOR_INVALID));
        }
    }
}
