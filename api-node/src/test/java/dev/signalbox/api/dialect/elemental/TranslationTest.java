package dev.signalbox.api.dialect.elemental;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.api.dialect.elemental.Launch.Place;
import dev.signalbox.schemas.spec.AgentProfile;
import dev.signalbox.schemas.spec.AgentProfile.AgentKind;
import dev.signalbox.schemas.spec.SessionSpec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TranslationTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    @Test
    void each_line_of_claude_is_an_event_of_its_type_with_the_line_as_it_was() {
        List<AgentEvent> events = events(spec("claude", false), """
            {"type":"system","subtype":"init","session_id":"abc","model":"m"}
            {"type":"assistant","message":{"role":"assistant","content":[{"type":"text","text":"Hello"},\
            {"type":"tool_use","id":"t1","name":"Bash","input":{"command":"ls"}}]}}
            {"type":"user","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1"}]}}
            {"type":"result","subtype":"success","result":"done"}
            """);

        assertThat(events).extracting(AgentEvent::type).containsExactly("system", "assistant", "user", "result");
        assertThat(events.getFirst().json().path("subtype").asText()).isEqualTo("init");
        assertThat(events.getFirst().json().path("receivedAt").asText()).isEqualTo("2026-11-20T10:00:00.000Z");
        assertThat(events.getFirst().json().at("/raw/session_id").asText()).isEqualTo("abc");
        var assistant = events.get(1).json();
        assertThat(assistant.at("/message/role").asText()).isEqualTo("assistant");
        assertThat(assistant.path("content").asText()).isEqualTo("Hello");
        assertThat(assistant.path("tool").toString())
                .isEqualTo("{\"name\":\"Bash\",\"id\":\"t1\",\"input\":{\"command\":\"ls\"}}");
        assertThat(events.get(2).json().at("/tool/id").asText()).isEqualTo("t1");
        assertThat(events.get(3).json().path("content").asText()).isEqualTo("done");
        assertThat(events.get(3).json().has("message")).isFalse();
    }

    @Test
    void partial_messages_and_talk_about_leave_which_elemental_does_not_know_are_left_out() {
        assertThat(events(spec("claude", false), """
            {"type":"stream_event","event":{}}
            {"type":"control_response"}
            {"type":"keep_alive"}
            """)).isEmpty();
    }

    @Test
    void an_error_of_the_agent_has_the_member_that_an_error_of_the_process_has() {
        List<AgentEvent> events = events(spec("claude", false), """
            {"type":"error","error":{"message":"overloaded"}}
            {"type":"error","error":"plain"}
            {"type":"error","message":"said"}
            {"type":"error","else":1}
            """);

        assertThat(events)
                .extracting(event -> event.json().path("error").asText())
                .containsExactly("overloaded", "plain", "said", "{\"type\":\"error\",\"else\":1}");
    }

    @Test
    void what_is_no_event_is_output() {
        List<AgentEvent> events =
                events(spec("command", false), "plain\n\n{\"no\":\"type\"}\n{broken\n{\"type\":\"a b\"}\nend");

        assertThat(events).allSatisfy(event -> assertThat(event.type()).isEqualTo("output"));
        assertThat(events)
                .extracting(event -> event.json().path("content").asText())
                .containsExactly("plain", "", "{\"no\":\"type\"}", "{broken", "{\"type\":\"a b\"}", "end");
        assertThat(events.getLast().end()).isEqualTo(47);
    }

    @Test
    void a_screen_is_output_even_where_it_shows_json() {
        List<AgentEvent> events = events(spec("claude", true), "{\"type\":\"assistant\"}\n");

        assertThat(events)
                .singleElement()
                .satisfies(event ->
                        assertThat(event.json().path("content").asText()).isEqualTo("{\"type\":\"assistant\"}\n"));
    }

    @Test
    void codex_says_the_same_things_in_claudes_types() {
        List<AgentEvent> events = events(spec("codex", false), """
            {"type":"thread.started","thread_id":"th"}
            {"type":"turn.started"}
            {"type":"item.started","item":{"id":"i1","type":"command_execution","command":"ls","status":"in_progress"}}
            {"type":"item.updated","item":{"id":"i1"}}
            {"type":"item.completed","item":{"id":"i1","type":"command_execution","aggregated_output":"a\\n","status":"completed"}}
            {"type":"item.completed","item":{"id":"i2","type":"agent_message","text":"Hi"}}
            {"type":"turn.completed","usage":{}}
            {"type":"error","message":"no"}
            """);

        assertThat(events)
                .extracting(AgentEvent::type)
                .containsExactly("system", "system", "tool_use", "tool_result", "assistant", "result", "error");
        assertThat(events.get(2).json().path("tool").toString())
                .isEqualTo("{\"name\":\"command_execution\",\"id\":\"i1\",\"input\":{\"command\":\"ls\"}}");
        assertThat(events.get(3).json().path("content").asText()).isEqualTo("a\n");
        assertThat(events.get(4).json().path("message").asText()).isEqualTo("Hi");
        assertThat(events.get(6).json().path("error").asText()).isEqualTo("no");
    }

    @Test
    void who_comes_in_the_middle_of_a_line_is_spared_its_end() {
        var translation = new Translation(spec("claude", false), -1);

        List<AgentEvent> events = translation.take(
                "t\":\"half\"}\n{\"type\":\"system\"}\nwarning\n".getBytes(StandardCharsets.UTF_8), NOW);

        assertThat(events).extracting(AgentEvent::type).containsExactly("system", "output");
    }

    private static List<AgentEvent> events(SessionSpec spec, String output) {
        var translation = new Translation(spec, 0);
        List<AgentEvent> events = new ArrayList<>(translation.take(output.getBytes(StandardCharsets.UTF_8), NOW));
        events.addAll(translation.finish(NOW));
        return events;
    }

    private static SessionSpec spec(String provider, boolean interactive) {
        var profile = new AgentProfile(
                "a",
                AgentKind.AI,
                provider,
                null,
                Map.of(),
                provider.equals("command") ? Map.of("command", List.of("cat")) : Map.of());
        return Launch.spec(profile, new Place(null, null, null, null), interactive, null);
    }
}
