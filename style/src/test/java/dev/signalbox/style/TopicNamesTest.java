package dev.signalbox.style;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TopicNamesTest {
    private static final Pattern TOPIC_NAME = Pattern.compile(
            "\"signalbox\\.(commands|reports|events|state|outcomes|directives|keystrokes|output|dead-letters)");

    @Test
    void only_the_declaration_of_topics_writes_a_name_of_one() {
        assertThat(Repository.javaFiles())
                .filteredOn(file -> !Repository.isTest(file))
                .filteredOn(file -> !Repository.name(file).contains("/dev/signalbox/schemas/topic/"))
                .allSatisfy(file -> assertThat(
                                TOPIC_NAME.matcher(Repository.text(file)).find())
                        .as(Repository.name(file))
                        .isFalse());
    }
}
