package dev.signalbox.api.dialect.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.api.core.RefusedException;
import dev.signalbox.api.core.cursor.Cursor;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.output.OutputRecord;
import dev.signalbox.schemas.output.OutputRecord.Kind;
import dev.signalbox.schemas.output.OutputRecord.Stream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class OutputTextTest {
    private static final byte[] EURO = "€".getBytes(StandardCharsets.UTF_8);
    private static final Cursor.Session AT = new Cursor.Session("s-aaaaaaaaaaaaaaaa", 3, null);

    private static OutputRecord bytes(Stream stream, int from, int to) {
        return new OutputRecord("s", 1, Kind.BYTES, stream, 0, 1, Arrays.copyOfRange(EURO, from, to));
    }

    @Test
    void whoever_resumes_inside_a_character_has_it_whole() {
        OutputText text = OutputText.behind("cursor", AT);
        assertThat(text.decode(bytes(Stream.OUT, 0, 1))).isEmpty();
        assertThat(text.decode(bytes(Stream.ERR, 0, 2))).isEmpty();
        Cursor.Output cursor = text.cursor(AT);

        OutputText resumed = OutputText.behind("cursor", Cursor.decode("cursor", cursor.encode(), Cursor.Output.class));

        assertThat(resumed.decode(bytes(Stream.OUT, 1, 3))).isEqualTo("€");
        assertThat(resumed.decode(bytes(Stream.ERR, 2, 3))).isEqualTo("€");
        assertThat(resumed.cursor(AT)).as("nothing waits").isEqualTo(AT);
    }

    @Test
    void behind_a_gap_the_beginning_of_a_character_waits_for_nothing() {
        OutputText text = OutputText.behind("cursor", AT);
        assertThat(text.decode(bytes(Stream.OUT, 0, 1))).isEmpty();

        text.skipped();

        assertThat(text.cursor(AT)).isEqualTo(AT);
        assertThat(text.decode(bytes(Stream.OUT, 0, 3))).isEqualTo("€");
    }

    @Test
    void a_cursor_with_what_can_be_no_beginning_is_refused() {
        assertThatThrownBy(() -> OutputText.behind("cursor", new Cursor.Text(AT, "e282ac00", "")))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo(ErrorCode.CURSOR_INVALID));
    }
}
