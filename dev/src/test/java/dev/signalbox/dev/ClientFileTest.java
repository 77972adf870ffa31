package dev.signalbox.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientFileTest {
    private static final List<URI> SERVERS =
            List.of(URI.create("http://127.0.0.1:1"), URI.create("http://127.0.0.1:2"));

    @TempDir
    private Path home;

    @Test
    void it_is_written_for_its_owner_alone_and_replaced_by_the_next_start() throws IOException {
        var file = ClientFile.in(
                new Folders(Map.of("XDG_CONFIG_HOME", home.resolve("etc").toString()), home));

        assertThat(file.write(SERVERS, "one")).isTrue();
        assertThat(file.write(SERVERS, "two")).isTrue();

        assertThat(file.path()).isEqualTo(home.resolve("etc/signalbox/config"));
        assertThat(Files.readString(file.path()))
                .contains("server = http://127.0.0.1:1,http://127.0.0.1:2\n", "token = two\n")
                .doesNotContain("one");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
    }

    @Test
    void a_file_that_somebody_else_wrote_is_left_alone() throws IOException {
        var file = ClientFile.in(new Folders(Map.of(), home));
        Files.createDirectories(home.resolve(".config/signalbox"));
        Files.writeString(file.path(), "server = https://work.example\n");

        assertThat(file.write(SERVERS, "one")).isFalse();
        assertThat(Files.readString(file.path())).isEqualTo("server = https://work.example\n");
    }
}
