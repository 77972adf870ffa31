package dev.signalbox.host.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signalbox.host.process.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LaunchFileTest {
    static Stream<List<String>> shells() {
        return Stream.of(List.of("/bin/sh"), List.of("bash", "--posix"));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void a_quoted_text_is_one_word_of_the_shell_whatever_is_in_it(List<String> shell) throws IOException {
        Random random = new Random(4711);
        StringBuilder script = new StringBuilder("printf '%s|'");
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            String text = anything(random);
            script.append(' ').append(LaunchFile.quote(text));
            expected.append(text).append('|');
        }

        Tool.Outcome outcome = Tool.run(Tool.Call.of(shell, Duration.ofSeconds(10))
                .reading(script.append('\n').toString().getBytes(StandardCharsets.UTF_8)));

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo(expected.toString());
    }

    @Test
    void nul_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> LaunchFile.quote("a\0b"));
    }

    private static String anything(Random random) {
        String odd = "'\"\\$`!*?[]{}()<>|&;#~ \t\n\r\u0001\u001b\u007f\u0080\u0081\u0088\u00ff😀x=-%";
        int[] points = odd.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(20); i > 0; i--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }
}
