package dev.signalbox.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ProductVersionTest {
    @Test
    void it_is_that_of_the_build() throws IOException {
        assertThat(ProductVersion.own())
                .isEqualTo(first(Path.of("..", "pom.xml"), "<artifactId>signalbox</artifactId>\\s+<version>([^<]+)<"));
    }

    @Test
    void the_description_of_the_topics_bears_it() throws IOException {
        String described = first(Path.of("..", "schemas/src/main/resources/asyncapi.yaml"), "(?m)^  version: (\\S+)$");

        assertThat(ProductVersion.own().replace("-SNAPSHOT", "")).isEqualTo(described);
    }

    private static String first(Path file, String pattern) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
        assertThat(matcher.find()).as("%s in %s", pattern, file).isTrue();
        return matcher.group(1);
    }
}
