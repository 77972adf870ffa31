package dev.signalbox.style;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FileLengthTest {
    private static final int MAIN = 400;
    private static final int TEST = 600;

    @Test
    void no_file_is_too_long_to_be_read_at_once() {
        assertThat(Repository.javaFiles())
                .isNotEmpty()
                .allSatisfy(file -> assertThat(lines(file))
                        .as(Repository.name(file))
                        .isLessThanOrEqualTo(Repository.isTest(file) ? TEST : MAIN));
    }

    private static long lines(Path file) {
        return Repository.text(file).lines().count();
    }
}
