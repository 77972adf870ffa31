package dev.signalbox.api.dialect.elemental;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.error.InvalidFieldException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BodyTest {
    @Test
    void none_is_an_empty_object() {
        assertThat(read("").json()).isEmpty();
        assertThat(read(" \n").json()).isEmpty();
        assertThat(read("{}").truth("graceful", true)).isTrue();
    }

    @Test
    void members_that_nobody_knows_and_null_are_passed_over() {
        Body body = read("{\"reason\":null,\"future\":{\"x\":1},\"graceful\":false}");

        assertThat(body.text("reason")).isNull();
        assertThat(body.truth("graceful", true)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "null", "\"text\"", "{\"a\":1,\"a\":2}", "{} {}", "nonsense"})
    void what_is_no_object_is_refused(String json) {
        assertThatExceptionOfType(InvalidFieldException.class)
                .isThrownBy(() -> read(json))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
    }

    @Test
    void a_member_of_a_wrong_type_is_refused_and_named() {
        Body body = read("{\"input\":5,\"graceful\":\"no\",\"tags\":[1],\"capabilities\":[]}");

        assertThatExceptionOfType(InvalidFieldException.class)
                .isThrownBy(() -> body.prompt("input"))
                .withMessage("input must be a string");
        assertThatExceptionOfType(InvalidFieldException.class).isThrownBy(() -> body.truth("graceful", true));
        assertThatExceptionOfType(InvalidFieldException.class).isThrownBy(() -> body.texts("tags"));
        assertThatExceptionOfType(InvalidFieldException.class).isThrownBy(() -> body.object("capabilities"));
    }

    @Test
    void short_texts_and_prompts_are_bounded() {
        Body body = read("{\"path\":\"" + "x".repeat(4097) + "\",\"prompt\":\"" + "x".repeat(300_000) + "\",\"tags\":"
                + "[\"a\",\"b\"]}");

        assertThatExceptionOfType(InvalidFieldException.class).isThrownBy(() -> body.text("path"));
        assertThatExceptionOfType(InvalidFieldException.class).isThrownBy(() -> body.prompt("prompt"));
        assertThat(body.texts("tags")).isEqualTo(List.of("a", "b"));
    }

    private static Body read(String json) {
        return Body.read(json.getBytes(StandardCharsets.UTF_8));
    }
}
