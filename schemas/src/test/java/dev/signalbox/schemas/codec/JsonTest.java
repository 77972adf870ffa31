package dev.signalbox.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.signalbox.schemas.command.Command;
import dev.signalbox.schemas.command.CommandRecord;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.report.ReportBatch;
import dev.signalbox.schemas.spec.AgentProfile;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static final String SECRET = "hunter2";

    @Test
    void nesting_is_bounded_also_in_members_that_are_ignored() {
        String bomb = "[".repeat(100_000) + "]".repeat(100_000);

        assertThat(refusal("{\"type\":\"delete_agent\",\"agentId\":\"a\",\"later\":" + bomb + "}", Command.class)
                        .getMessage())
                .contains("at most 64 levels");
        assertThat(refusal(bomb, Command.class)).hasMessageContaining("wrong type");
    }

    @Test
    void a_member_that_stands_twice_is_malformed() {
        assertThat(refusal("{\"type\":\"delete_agent\",\"agentId\":\"a\",\"agentId\":\"b\"}", Command.class))
                .isNotNull();
    }

    @Test
    void a_string_over_a_mebibyte_is_malformed() {
        String json = "{\"type\":\"delete_agent\",\"agentId\":\"" + "x".repeat(1024 * 1024 + 1) + "\"}";

        assertThat(refusal(json, Command.class)).hasMessageContaining("1 MiB a string");
    }

    @Test
    void a_document_over_two_mebibytes_is_malformed() {
        String json =
                "{\"type\":\"delete_agent\",\"agentId\":\"a\",\"later\":[" + "\"xxxxxxxx\",".repeat(300_000) + "1]}";

        assertThat(refusal(json, Command.class)).hasMessageContaining("2 MiB in all");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{",
                "{}",
                "[]",
                "hunter2",
                "\"hunter2\"",
                "{\"type\":\"hunter2\"}",
                "{\"type\":{\"hunter2\":1}}",
                "{\"type\":\"delete_agent\"} hunter2",
                "{\"type\":\"delete_agent\",\"agentId\":{\"hunter2\":1}}",
                "{\"type\":\"undrain_host\",\"hostId\":[\"hunter2\"]}",
                "{\"type\":\"remove_host\",\"hostId\":\"h\",\"force\":\"hunter2\"}",
                "{\"type\":\"move_input\",\"sessionId\":\"s\",\"inputId\":\"i\",\"position\":\"hunter2\"}",
                "{\"type\":\"stop_session\",\"sessionId\":\"s\",\"grace\":\"hunter2\"}",
                "{\"type\":\"join_host\",\"hostId\":\"h\",\"name\":\"hunter2!\",\"publicKey\":\"k\"}",
                "{\"type\":\"join_host\",\"hostId\":\"h\",\"name\":\"n\",\"publicKey\":\"k\",\"labels\":{\"hunter2\":{}}}",
                "{\"type\":\"create_agent\",\"agentId\":\"a\",\"profile\":{\"name\":\"n\",\"kind\":\"hunter2\"}}"
            })
    void a_refusal_is_short_and_repeats_nothing_of_what_was_sent(String json) {
        MalformedException refusal = refusal(json, Command.class);

        assertThat(refusal.getMessage()).doesNotContain(SECRET).hasSizeLessThan(200);
        assertThat(String.valueOf(refusal.field())).doesNotContain(SECRET);
        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refusal.getCause()).isNull();
    }

    @Test
    void an_unknown_type_is_named_as_the_fault_where_it_stands() {
        assertThat(refusal("{\"type\":\"fly\"}", Command.class))
                .hasMessageStartingWith("type is unknown")
                .extracting(MalformedException::field)
                .isEqualTo("type");
        assertThat(refusal(
                        "{\"id\":\"c\",\"namespace\":\"n\",\"actor\":{},\"command\":{\"type\":\"fly\"}}",
                        CommandRecord.class))
                .hasMessageStartingWith("command.type is unknown")
                .extracting(MalformedException::field)
                .isEqualTo("command.type");
        assertThat(refusal("{\"agentId\":\"a\"}", Command.class).field()).isEqualTo("type");
    }

    @Test
    void the_field_of_a_refusal_is_its_whole_path() {
        MalformedException refusal = refusal(
                "{\"type\":\"create_agent\",\"agentId\":\"a\",\"profile\":{\"name\":\"no good\"}}", Command.class);

        assertThat(refusal.field()).isEqualTo("profile.name");
        assertThat(refusal).hasMessageContaining("1 to 63 letters");
    }

    @Test
    void a_type_of_another_family_is_unknown() {
        assertThat(refusal("{\"type\":\"heartbeat\"}", Command.class).field()).isEqualTo("type");
    }

    @Test
    void a_list_with_a_null_is_refused_with_its_field() {
        MalformedException refusal = refusal(
                "{\"namespace\":\"n\",\"hostId\":\"h\",\"instance\":\"i\",\"reports\":[null]}", ReportBatch.class);

        assertThat(refusal.field()).isEqualTo("reports");
    }

    @Test
    void no_value_is_malformed() {
        assertThat(catchThrowableOfType(MalformedException.class, () -> Json.decode(null, Command.class)))
                .hasMessage("there is no value");
    }

    @Test
    void equal_values_have_equal_bytes_whatever_the_order_of_their_maps() {
        Map<String, Object> forth = new LinkedHashMap<>();
        Map<String, Object> back = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            forth.put("key" + i, i);
            back.put("key" + (19 - i), 19 - i);
        }

        assertThat(Json.encode(profile(forth))).isEqualTo(Json.encode(profile(back)));
    }

    @Test
    void types_are_named_in_snake_case() {
        assertThat(Json.typeName(Command.StartSession.class)).isEqualTo("start_session");
        assertThat(Json.typeName(Command.Tick.class)).isEqualTo("tick");
    }

    private static AgentProfile profile(Map<String, Object> attributes) {
        return new AgentProfile("reviewer", AgentProfile.AgentKind.AI, null, null, Map.of(), attributes);
    }

    private static MalformedException refusal(String json, Class<?> type) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        MalformedException refusal = catchThrowableOfType(MalformedException.class, () -> Json.decode(bytes, type));
        assertThat(refusal).isNotNull();
        return refusal;
    }
}
