package dev.signalbox.e2e.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class AnswerTest {
    @Test
    void plain_text_is_echoed() {
        assertThat(answer("hello")).isEqualTo(words("You said: hello"));
    }

    @Test
    void a_tool_prompt_becomes_a_shell_call_of_the_rest_of_its_line() {
        assertThat(answer("please TOOL: ls -l \nthanks")).isEqualTo(new Answer.ShellCall("ls -l"));
    }

    @Test
    void a_write_prompt_names_the_file_and_its_one_line() {
        assertThat(answer("WRITE:notes/a.txt=one = two")).isEqualTo(new Answer.FileWrite("notes/a.txt", "one = two"));
    }

    @Test
    void what_the_demo_asks_is_done_by_a_new_file() {
        assertThat(answer("Write a file NOTES.md with ten lines."))
                .isEqualTo(new Answer.FileWrite("NOTES.md", "1. Written by the stand-in."));
        assertThat(answer("Add a section 'Opening hours' to README.md."))
                .isEqualTo(new Answer.FileWrite("Opening hours.md", "# Opening hours"));
    }

    @Test
    void the_leftmost_marker_wins_so_that_a_command_can_contain_the_others() {
        assertThat(answer("TOOL:echo FAIL HANG SLOW:3")).isEqualTo(new Answer.ShellCall("echo FAIL HANG SLOW:3"));
        assertThat(answer("HANG, not FAIL")).isEqualTo(new Answer.Silence());
    }

    @Test
    void a_failure_is_500_unless_the_prompt_names_a_status() {
        assertThat(answer("FAIL")).isEqualTo(new Answer.Failure(500));
        assertThat(answer("FAIL:429 now")).isEqualTo(new Answer.Failure(429));
        assertThat(answer("FAILURE")).isEqualTo(words("You said: FAILURE"));
    }

    @Test
    void a_slow_answer_has_as_many_pieces_as_asked() {
        assertThat(answer("SLOW:3")).isInstanceOfSatisfying(Answer.Words.class, words -> {
            assertThat(words.pieces()).containsExactly("word0 ", "word1 ", "word2 ");
            assertThat(words.gap()).isEqualTo(Answer.SLOW_GAP);
        });
    }

    @Test
    void a_tool_output_is_reported_whatever_it_contains() {
        assertThat(Answer.toToolOutput("FAIL\n")).isEqualTo(words("Tool said: FAIL"));
    }

    @Test
    void a_long_text_is_cut_in_the_echo() {
        assertThat(answer("x".repeat(5000))).isEqualTo(words("You said: " + "x".repeat(Answer.QUOTE_LIMIT)));
    }

    @Test
    void a_conversation_is_recalled_by_its_earlier_prompts() {
        assertThat(Answer.toPrompt("RECALL", List.of("one", "two"))).isEqualTo(words("Earlier: one | two"));
    }

    private static Answer answer(String prompt) {
        return Answer.toPrompt(prompt, List.of());
    }

    private static Answer words(String text) {
        return new Answer.Words(List.of(text), Answer.PROMPT_GAP);
    }
}
