package dev.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// docs/reference/cli.md is made from the program itself: `mvn test -pl cli -am -Dsignalbox.generate=true`.
class ReferenceTest {
    private static final Path FILE = Path.of("../docs/reference/cli.md");

    @TempDir
    Path home;

    @Test
    void the_reference_is_that_of_the_program() throws Exception {
        ByteArrayOutputStream none = new ByteArrayOutputStream();
        String reference = Reference.of(Main.commandLine(new Called.Call(home).surroundings(none, none)));
        if (Boolean.getBoolean("signalbox.generate")) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, reference);
        }

        assertThat(FILE).hasContent(reference);
    }
}
