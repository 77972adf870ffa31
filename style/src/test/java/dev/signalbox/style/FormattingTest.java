package dev.signalbox.style;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Palantir's format, with `-Dformat=apply` written to the files instead of demanded of them.
class FormattingTest {
    private final Formatter formatter = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build());

    @Test
    void every_java_file_is_formatted() throws IOException {
        List<Path> others = Repository.javaFiles().stream()
                .filter(file -> !Repository.text(file).equals(formatted(file)))
                .toList();

        if (System.getProperty("format", "check").equals("apply")) {
            for (Path file : others) {
                Files.writeString(file, formatted(file));
            }
        } else {
            assertThat(others.stream().map(Repository::name))
                    .as("not formatted; mvn -q -pl style test -Dformat=apply does it")
                    .isEmpty();
        }
    }

    private String formatted(Path file) {
        try {
            return UnnamedPatterns.withoutType(
                    formatter.formatSourceAndFixImports(UnnamedPatterns.withType(Repository.text(file))));
        } catch (FormatterException e) {
            throw new AssertionError(Repository.name(file) + " cannot be read: " + e.getMessage(), e);
        }
    }
}
