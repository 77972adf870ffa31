package dev.signalbox.host.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    private static final byte[] OLD = "the old bytes, which are longer".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NEW = "the new ones".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    @Test
    void a_file_is_replaced_whole_and_nothing_else_is_left() throws Exception {
        Path file = folder.resolve("note.json");

        WholeFile.write(file, OLD);
        WholeFile.write(file, NEW);
        WholeFile.writeHint(folder.resolve("ledger.json"), OLD);
        WholeFile.writeHint(folder.resolve("ledger.json"), NEW);

        assertThat(file).hasBinaryContent(NEW);
        assertThat(folder.resolve("ledger.json")).hasBinaryContent(NEW);
        assertThat(names()).containsExactlyInAnyOrder("note.json", "ledger.json");
    }

    @Test
    void its_owner_alone_can_read_it() throws Exception {
        Path file = WholeFile.folder(folder.resolve("a/b")).resolve("identity.json");

        WholeFile.write(file, NEW);

        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(permissions(folder.resolve("a/b"))).isEqualTo("rwx------");
        assertThat(permissions(folder.resolve("a"))).isEqualTo("rwx------");
    }

    @Test
    void the_draft_of_one_that_was_killed_does_not_matter() throws Exception {
        Path file = folder.resolve("note.json");
        WholeFile.write(file, NEW);
        Files.write(folder.resolve("note.json.tmp"), OLD);

        WholeFile.write(file, NEW);

        assertThat(file).hasBinaryContent(NEW);
    }

    @Test
    void what_cannot_be_written_leaves_the_old_bytes() throws Exception {
        Path file = folder.resolve("note.json");
        WholeFile.write(file, OLD);
        Files.createDirectory(folder.resolve("note.json.tmp"));

        assertThatThrownBy(() -> WholeFile.write(file, NEW)).isInstanceOf(IOException.class);

        assertThat(file).hasBinaryContent(OLD);
    }

    @Test
    void the_bytes_are_forced_to_the_disk_and_then_the_name() throws Exception {
        Path file = folder.resolve("incarnation");

        assertThat(forcedBy(() -> WholeFile.write(file, NEW)))
                .containsExactly(folder.resolve("incarnation.tmp").toString(), folder.toString());
    }

    @Test
    void what_the_host_agent_can_do_without_waits_for_no_disk() throws Exception {
        assertThat(forcedBy(() -> WholeFile.writeHint(folder.resolve("ledger.json"), NEW)))
                .isEmpty();
    }

    @Test
    void the_names_of_new_folders_are_forced_too() throws Exception {
        assertThat(forcedBy(() -> WholeFile.folder(folder.resolve("a/b"))))
                .containsExactly(folder.toString(), folder.resolve("a").toString());
        assertThat(forcedBy(() -> WholeFile.folder(folder.resolve("a/b")))).isEmpty();
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    /// What the kernel was asked to force, in this order, inside of the test's folder.
    private List<String> forcedBy(Step step) throws IOException {
        Path dump = Files.createTempFile("forced", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.FileForce").withThreshold(Duration.ZERO).withoutStackTrace();
            recording.start();
            step.run();
            recording.stop();
            recording.dump(dump);
            return RecordingFile.readAllEvents(dump).stream()
                    .map(event -> event.getString("path"))
                    .filter(path -> path.startsWith(folder.toString()))
                    .toList();
        } finally {
            Files.delete(dump);
        }
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
