package dev.signalbox.api.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class Utf8Test {
    private static final String TEXT = "aé€😀 – z";

    @Test
    void text_that_is_cut_anywhere_and_goes_on_in_another_decoder_comes_out_whole() {
        byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
        for (int first = 0; first <= bytes.length; first++) {
            for (int second = first; second <= bytes.length; second++) {
                var one = new Utf8();
                String text = one.decode(Arrays.copyOfRange(bytes, 0, first));
                var two = new Utf8(one.waiting());
                text += two.decode(Arrays.copyOfRange(bytes, first, second));
                var three = new Utf8(two.waiting());
                text += three.decode(Arrays.copyOfRange(bytes, second, bytes.length));

                assertThat(text).isEqualTo(TEXT);
                assertThat(three.waiting()).isEmpty();
                assertThat(three.end()).isEmpty();
            }
        }
    }

    @Test
    void bytes_that_are_no_text_are_replaced_and_a_beginning_without_an_end_too() {
        var decoder = new Utf8();

        assertThat(decoder.decode(new byte[] {'a', (byte) 0xff, 'b', (byte) 0xe2, (byte) 0x82}))
                .isEqualTo("a\ufffdb");
        assertThat(decoder.waiting()).isEqualTo("e282");
        assertThat(decoder.end()).isEqualTo("\ufffd");
        assertThat(decoder.waiting()).isEmpty();
    }

    @Test
    void what_no_decoder_leaves_waiting_is_refused() {
        assertThatThrownBy(() -> new Utf8("f09f9880")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Utf8("xy")).isInstanceOf(IllegalArgumentException.class);
    }
}
