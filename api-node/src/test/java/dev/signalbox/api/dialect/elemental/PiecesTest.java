package dev.signalbox.api.dialect.elemental;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.dialect.elemental.Pieces.Piece;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PiecesTest {
    @Test
    void a_line_ends_behind_its_line_break_and_is_shown_without_it() {
        var pieces = new Pieces(true, 100);

        assertThat(pieces.take(bytes("one\r\ntwo\n\nrest")))
                .containsExactly(new Piece("one", true, 105), new Piece("two", true, 109), new Piece("", true, 110));
        assertThat(pieces.finish()).containsExactly(new Piece("rest", true, 114));
        assertThat(pieces.finish()).isEmpty();
    }

    @Test
    void lines_are_the_same_however_their_bytes_come() {
        byte[] all = bytes("{\"a\":\"ünï🚂\"}\nzwei\n\r\ndrei");
        List<Piece> whole = all(new Pieces(true, 0), all);
        Random random = new Random(7);
        for (int run = 0; run < 200; run++) {
            var pieces = new Pieces(true, 0);
            List<Piece> cut = new ArrayList<>();
            for (int from = 0; from < all.length; ) {
                int to = Math.min(all.length, from + 1 + random.nextInt(5));
                cut.addAll(pieces.take(Arrays.copyOfRange(all, from, to)));
                from = to;
            }
            cut.addAll(pieces.finish());
            assertThat(cut).isEqualTo(whole);
        }
    }

    @Test
    void a_screen_is_given_as_it_comes_but_never_half_a_character() {
        var pieces = new Pieces(false, 0);
        byte[] train = bytes("🚂");

        assertThat(pieces.take(bytes("$ "))).containsExactly(new Piece("$ ", false, 2));
        assertThat(pieces.take(Arrays.copyOf(train, 3))).isEmpty();
        assertThat(pieces.take(Arrays.copyOfRange(train, 3, 4))).containsExactly(new Piece("🚂", false, 6));
        assertThat(pieces.take(new byte[] {'a', (byte) 0xc3})).containsExactly(new Piece("a", false, 7));
        assertThat(pieces.finish()).containsExactly(new Piece("\ufffd", false, 8));
    }

    @Test
    void bytes_that_are_no_characters_are_not_kept_back_for_ever() {
        var pieces = new Pieces(false, 0);

        assertThat(pieces.take(new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80}))
                .singleElement()
                .satisfies(piece -> assertThat(piece.end()).isEqualTo(4));
    }

    @Test
    void a_line_that_is_too_long_is_given_in_parts() {
        var pieces = new Pieces(true, 0);
        byte[] chunk = "x".repeat(64 * 1024).getBytes(StandardCharsets.UTF_8);
        List<Piece> got = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            got.addAll(pieces.take(chunk));
        }
        got.addAll(pieces.take(bytes("\nnext\n")));

        assertThat(got.getFirst().whole()).isFalse();
        assertThat(got.getFirst().text().length()).isBetween(Pieces.MAX_LINE, Pieces.MAX_LINE + 64 * 1024);
        assertThat(got.getLast()).isEqualTo(new Piece("next", true, 20 * 64 * 1024 + 6));
        assertThat(got.stream().mapToInt(piece -> piece.text().length()).sum()).isEqualTo(20 * 64 * 1024 + 4);
    }

    @Test
    void what_lies_before_a_gap_is_not_joined_with_what_lies_behind_it() {
        var pieces = new Pieces(true, 0);
        assertThat(pieces.take(bytes("lost "))).isEmpty();
        pieces.skipTo(1_000);

        assertThat(pieces.take(bytes("found\n"))).containsExactly(new Piece("found", true, 1_006));
    }

    private static List<Piece> all(Pieces pieces, byte[] bytes) {
        List<Piece> all = new ArrayList<>(pieces.take(bytes));
        all.addAll(pieces.finish());
        return all;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
