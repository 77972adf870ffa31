package dev.signalbox.api.dialect.orchestra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.schemas.codec.Json;
import dev.signalbox.schemas.error.InvalidFieldException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstructionsTest {
    private static ObjectNode context(String json) throws Exception {
        return (ObjectNode) Json.mapper().readTree(json);
    }

    @Test
    void the_task_and_what_goes_with_it_are_one_prompt() throws Exception {
        String prompt = Instructions.of("Implement user authentication with JWT", context("""
            {"files": ["src/auth.py", "src/models.py"], "requirements": ["Use bcrypt for hashing"],
             "tests_required": true, "ticket": {"url": "https://x.test/1"}}
            """));

        assertThat(prompt).isEqualTo("""
            Implement user authentication with JWT

            Files:
            - src/auth.py
            - src/models.py

            Requirements:
            - Use bcrypt for hashing

            Tests are required: write them and run them.

            Further context, as JSON:
            {"ticket":{"url":"https://x.test/1"}}\
            """ + TaskReports.ASKED);
    }

    @Test
    void a_task_alone_is_enough_and_may_have_lines_and_shell_words() {
        String task = "first; rm -rf / $(reboot)\n`second` | \"third\" && 'fourth'";

        assertThat(Instructions.of(task, null)).isEqualTo(task + TaskReports.ASKED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u001b[31mb", "a\u0000b", "a\u0003b", "a\u0007b", "a\u009bb", " ", "half \ud83d"})
    void control_characters_and_nothing_are_refused(String task) {
        assertThatThrownBy(() -> Instructions.of(task, null)).isInstanceOf(InvalidFieldException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"files\": \"a\"}",
                "{\"files\": [1]}",
                "{\"requirements\": [\"a\\u001b\"]}",
                "{\"tests_required\": \"yes\"}"
            })
    void context_of_a_wrong_shape_is_refused(String json) throws Exception {
        var context = context(json);

        assertThatThrownBy(() -> Instructions.of("do it", context))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("context.");
    }

    @Test
    void too_long_a_task_is_refused() {
        assertThatThrownBy(() -> Instructions.of("x".repeat(32 * 1024 + 1), null))
                .isInstanceOf(InvalidFieldException.class);
    }
}
