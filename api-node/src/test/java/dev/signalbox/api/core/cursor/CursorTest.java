package dev.signalbox.api.core.cursor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.api.core.RefusedException;
import dev.signalbox.schemas.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class CursorTest {
    private static final Hint HINT = new Hint(new UUID(7, 8), 3, Long.MAX_VALUE);
    private static final List<Cursor> ALL = List.of(
            new Cursor.Session("s-aaaaaaaaaaaaaaaa", 0, null),
            new Cursor.Session("s-aaaaaaaaaaaaaaaa", 42, HINT),
            new Cursor.Text(new Cursor.Session("s-aaaaaaaaaaaaaaaa", 42, HINT), "e282", ""),
            new Cursor.Events("default", 9, HINT),
            new Cursor.State("default", Long.MAX_VALUE),
            new Cursor.Page("default", "session", -1, "s-aaaaaaaaaaaaaaaa"));

    private static void refused(String text, Class<? extends Cursor> kind) {
        assertThatThrownBy(() -> Cursor.decode("from", text, kind))
                .isInstanceOfSatisfying(RefusedException.class, e -> {
                    assertThat(e.refusal().code()).isEqualTo(ErrorCode.CURSOR_INVALID);
                    assertThat(e.refusal().field()).isEqualTo("from");
                });
    }

    @Test
    void every_kind_comes_back_as_it_was() {
        for (Cursor cursor : ALL) {
            String text = cursor.encode();
            assertThat(text).matches("[A-Za-z0-9_-]+");
            assertThat(Cursor.decode("from", text, cursor.getClass())).isEqualTo(cursor);
        }
    }

    @Test
    void a_cursor_of_another_kind_is_refused() {
        for (Cursor cursor : ALL) {
            for (Cursor other : ALL) {
                if (!cursor.getClass().equals(other.getClass())) {
                    refused(cursor.encode(), other.getClass());
                }
            }
        }
    }

    @Test
    void what_is_not_exactly_a_cursor_is_refused() {
        Random random = new Random(20_261_120);
        refused("", Cursor.Session.class);
        refused("start?", Cursor.Session.class);
        refused("a".repeat(10_000), Cursor.Session.class);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            if (bytes.length > 1 && random.nextBoolean()) {
                bytes[0] = CursorCodec.VERSION;
                bytes[1] = (byte) "senp".charAt(random.nextInt(4));
            }
            refused(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), Cursor.Session.class);
        }
    }

    @Test
    void a_cursor_with_any_character_changed_dropped_or_added_is_refused() {
        Random random = new Random(7);
        for (Cursor cursor : ALL) {
            String text = cursor.encode();
            for (int i = 0; i < text.length(); i++) {
                char other = "ABCxyz019-_".charAt(random.nextInt(11));
                if (other != text.charAt(i)) {
                    refused(text.substring(0, i) + other + text.substring(i + 1), cursor.getClass());
                }
                refused(text.substring(0, i) + text.substring(i + 1), cursor.getClass());
                refused(text.substring(0, i) + other + text.substring(i), cursor.getClass());
            }
            refused(text + "=", cursor.getClass());
            refused(
                    new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8) + "\n",
                    cursor.getClass());
        }
    }
}
