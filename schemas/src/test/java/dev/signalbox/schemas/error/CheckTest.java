package dev.signalbox.schemas.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "A1", "gpu-1.lab_2", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"})
    void names_are_letters_digits_and_a_few_signs(String name) {
        assertThat(Check.name("name", name)).isEqualTo(name);
    }

    @Test
    void an_id_is_short_and_not_empty() {
        assertThat(Check.id("sessionId", "s-k4m8w2xq7tb9zc3d")).isEqualTo("s-k4m8w2xq7tb9zc3d");
        assertThat(Check.id("sessionId", "x".repeat(64))).hasSize(64);
        assertThat(Check.optionalId("agentId", null)).isNull();
        for (String wrong : Arrays.asList(null, "", "x".repeat(65), "ö".repeat(33), "a\0")) {
            assertThat(catchThrowableOfType(InvalidFieldException.class, () -> Check.id("sessionId", wrong))
                            .field())
                    .isEqualTo("sessionId");
        }
        assertThat(catchThrowableOfType(InvalidFieldException.class, () -> Check.optionalId("agentId", "")))
                .hasMessage("agentId is needed");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "-a",
                ".a",
                "a b",
                "a/b",
                "a:b",
                "größe",
                "a\n",
                "a\u0000",
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
            })
    void what_could_mean_something_to_a_shell_a_path_or_tmux_is_no_name(String name) {
        assertRefused(() -> Check.name("name", name), ErrorCode.INVALID_REQUEST, "name");
    }

    @Test
    void the_size_of_a_text_counts_in_bytes() {
        assertThat(Check.text("text", "äö", 4)).isEqualTo("äö");
        assertRefused(() -> Check.text("text", "äö", 3), ErrorCode.TOO_LARGE, "text");
    }

    @Test
    void a_text_with_nul_is_refused() {
        assertRefused(() -> Check.text("text", "a\u0000b", 10), ErrorCode.INVALID_REQUEST, "text");
        assertRefused(() -> Check.optionalText("text", "\u0000", 10), ErrorCode.INVALID_REQUEST, "text");
    }

    @Test
    void a_text_with_half_a_character_is_refused() {
        assertThat(Check.text("text", "\uD83D\uDE82", 10)).isEqualTo("🚂");
        assertRefused(() -> Check.text("text", "a\uD83Db", 10), ErrorCode.INVALID_REQUEST, "text");
        assertRefused(() -> Check.argv("command", List.of("\uDE82")), ErrorCode.INVALID_REQUEST, "command[0]");
    }

    @Test
    void an_optional_text_may_be_absent_and_a_needed_one_not() {
        assertThat(Check.optionalText("text", null, 10)).isNull();
        assertRefused(() -> Check.text("text", null, 10), ErrorCode.INVALID_REQUEST, "text");
    }

    @Test
    void labels_are_few_and_short() {
        assertThat(Check.labels("labels", null)).isEmpty();
        assertThat(Check.labels("labels", Map.of("app.kubernetes.io/name", "größe")))
                .hasSize(1);
        assertRefused(() -> Check.labels("labels", many(65)), ErrorCode.TOO_LARGE, "labels");
        assertRefused(() -> Check.labels("labels", Map.of("a b", "v")), ErrorCode.INVALID_REQUEST, "labels");
        assertRefused(() -> Check.labels("labels", Map.of("a", "v".repeat(257))), ErrorCode.TOO_LARGE, "labels.a");
        assertRefused(
                () -> Check.labels("labels", Collections.singletonMap("a", null)),
                ErrorCode.INVALID_REQUEST,
                "labels.a");
    }

    @Test
    void variables_have_names_as_a_shell_allows_them() {
        assertThat(Check.environment("env", Map.of("_PATH2", "two\nlines"))).hasSize(1);
        assertRefused(() -> Check.environment("env", Map.of("2A", "")), ErrorCode.ENV_REFUSED, "env");
        assertRefused(() -> Check.environment("env", Map.of("A=B", "")), ErrorCode.ENV_REFUSED, "env");
        assertRefused(
                () -> Check.environment("env", Map.of("A", "v".repeat(32 * 1024 + 1))), ErrorCode.TOO_LARGE, "env.A");
        assertRefused(() -> Check.environment("env", Map.of("A", "\u0000")), ErrorCode.INVALID_REQUEST, "env.A");
    }

    @Test
    void an_argv_is_bounded_in_words_and_in_all() {
        assertThat(Check.argv("command", null)).isEmpty();
        assertThat(Check.argv("command", List.of("sh", "-c", ""))).hasSize(3);
        assertRefused(() -> Check.argv("command", Collections.nCopies(1025, "a")), ErrorCode.TOO_LARGE, "command");
        assertRefused(
                () -> Check.argv("command", Collections.nCopies(3, "a".repeat(50 * 1024))),
                ErrorCode.TOO_LARGE,
                "command");
        assertRefused(() -> Check.argv("command", Arrays.asList("a", null)), ErrorCode.INVALID_REQUEST, "command[1]");
    }

    @Test
    void a_list_is_bounded_and_has_no_holes() {
        assertThat(Check.list("list", null, 1)).isEmpty();
        assertRefused(() -> Check.list("list", List.of(1, 2), 1), ErrorCode.TOO_LARGE, "list");
        assertRefused(() -> Check.list("list", Arrays.asList(1, null), 2), ErrorCode.INVALID_REQUEST, "list");
    }

    @Test
    void bounds_are_inclusive() {
        assertThat(Check.between("n", 1, 1, 3)).isEqualTo(1);
        assertThat(Check.between("n", 3, 1, 3)).isEqualTo(3);
        assertRefused(() -> Check.between("n", 4, 1, 3), ErrorCode.INVALID_REQUEST, "n");
        assertThat(Check.between("d", null, Duration.ZERO, Duration.ZERO)).isNull();
        assertRefused(
                () -> Check.between("d", Duration.ofMillis(-1), Duration.ZERO, Duration.ofSeconds(1)),
                ErrorCode.INVALID_REQUEST,
                "d");
    }

    private static Map<String, String> many(int count) {
        Map<String, String> labels = new HashMap<>();
        for (int i = 0; i < count; i++) {
            labels.put("label" + i, "v");
        }
        return labels;
    }

    private static void assertRefused(ThrowingCallable call, ErrorCode code, String field) {
        InvalidFieldException refusal = catchThrowableOfType(InvalidFieldException.class, call);
        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.field()).isEqualTo(field);
    }
}
