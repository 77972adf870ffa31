package dev.signalbox.dev.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentTest {
    @Test
    void bytes_in_pieces_are_the_same_content_as_the_file(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("out"), "abc");
        var sum = new Content.Sum();
        sum.add("ab".getBytes(StandardCharsets.US_ASCII), 2);
        Content halfway = sum.content();
        sum.add("c??".getBytes(StandardCharsets.US_ASCII), 1);

        assertThat(sum.content()).isEqualTo(Content.of(file)).isNotEqualTo(halfway);
        assertThat(sum.content().sha256())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void a_file_that_is_not_there_has_no_bytes(@TempDir Path directory) throws IOException {
        assertThat(Content.of(directory.resolve("err")).length()).isZero();
    }
}
