package dev.signalbox.dev.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    private Path temporary;

    @Test
    void a_second_holder_is_refused_and_told_of_the_first() throws IOException {
        Path directory = temporary.resolve("dev");
        try (DataDirectory _ = DataDirectory.hold(directory)) {
            assertThatThrownBy(() -> DataDirectory.hold(directory))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("--data-dir");
        }
        DataDirectory.hold(directory).close();
    }

    @Test
    void its_owner_alone_can_look_inside() throws IOException {
        Path directory = temporary.resolve("a/b");

        DataDirectory.hold(directory).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
    }
}
