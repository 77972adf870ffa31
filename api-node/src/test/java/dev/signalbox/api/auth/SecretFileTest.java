package dev.signalbox.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretFileTest {
    @TempDir
    private Path directory;

    @Test
    void it_is_made_once_and_only_its_owner_can_read_it() throws Exception {
        Path file = directory.resolve("data").resolve("api-secret");

        byte[] secret = SecretFile.load(file);

        assertThat(secret).hasSizeGreaterThanOrEqualTo(32);
        assertThat(SecretFile.load(file)).isEqualTo(secret);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void nodes_that_start_together_share_one_secret() throws Exception {
        Path file = directory.resolve("api-secret");
        List<Callable<byte[]>> starts = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            starts.add(() -> SecretFile.load(file));
        }
        try (var together = Executors.newVirtualThreadPerTaskExecutor()) {
            byte[] first = SecretFile.load(file);
            for (var secret : together.invokeAll(starts)) {
                assertThat(secret.get()).isEqualTo(first);
            }
        }
    }

    @Test
    void a_file_that_others_can_read_or_that_is_too_short_is_refused() throws Exception {
        Path open = directory.resolve("open");
        SecretFile.load(open);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> SecretFile.load(open)).hasMessageContaining("chmod 600");

        Path weak = directory.resolve("weak");
        Files.writeString(weak, "c2hvcnQ=\n");
        Files.setPosixFilePermissions(weak, PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> SecretFile.load(weak)).hasMessageContaining("32 bytes");
        Files.writeString(weak, "not base64!\n");
        assertThatThrownBy(() -> SecretFile.load(weak)).hasMessageContaining("base64");
    }
}
