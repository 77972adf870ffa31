package dev.signalbox.e2e.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TranscriptTest {
    private final Map<String, String> known = new HashMap<>(Map.of("token", "T"));
    private final Expectation expectation = new Expectation(known);

    @Test
    void a_transcript_is_read_step_by_step() {
        var steps = Transcript.parse("one", """
            # what it is about
            >>> POST /a?x={{token}}
            Content-Type: application/json

            {"a": 1}
            # between
            <<< 201
            Location: /a/{{a=id}}

            {"id": "{{a}}"}
            --> w {"type":
              "ping"}
            <-- s
            event: e
            data: {}
            """.lines().toList()).steps();

        assertThat(steps).extracting(Transcript.Step::mark).containsExactly(">>>", "<<<", "-->", "<--");
        assertThat(steps.getFirst().word(0)).isEqualTo("POST");
        assertThat(steps.getFirst().after(1)).isEqualTo("/a?x={{token}}");
        assertThat(steps.getFirst().headers()).isEqualTo(Map.of("Content-Type", "application/json"));
        assertThat(steps.getFirst().body()).isEqualTo("{\"a\": 1}");
        assertThat(steps.get(1).line()).isEqualTo(7);
        assertThat(steps.get(2).message()).isEqualTo("{\"type\":\n  \"ping\"}");
        assertThat(steps.get(3).below()).containsExactly("event: e", "data: {}");
        assertThatThrownBy(() -> Transcript.parse("one", List.of("lost"))).hasMessageContaining("one:1");
    }

    @Test
    void what_is_known_fills_what_is_sent() {
        assertThat(expectation.filled("a {{token}} b")).isEqualTo("a T b");
        assertThatThrownBy(() -> expectation.filled("{{other}}")).isInstanceOf(AssertionError.class);
    }

    @Test
    void shape_and_types_are_exact() {
        String written = """
            {"id": "s-{{hex}}", "at": "{{iso}}", "n": "{{int}}", "ok": true, "why?": "{{text}}", "list": [1, "x"]}\
            """;
        String right = "{\"id\":\"s-0a\",\"at\":\"2026-01-01T00:00:00.000Z\",\"n\":1,\"ok\":true,\"list\":[1,\"x\"]}";

        assertThat(expectation.body(written, right)).isEmpty();
        assertThat(expectation.body(written, right.replace("\"ok\"", "\"why\":\"so\",\"ok\"")))
                .isEmpty();
        for (var wrong : Map.of(
                        right.replace("0a", "0z"),
                        "/id",
                        right.replace(".000Z", "Z"),
                        "/at",
                        right.replace("\"n\":1", "\"n\":\"1\""),
                        "/n",
                        right.replace("true", "\"true\""),
                        "/ok",
                        right.replace("[1,", "[1,2,"),
                        "/list",
                        right.replace("\"ok\"", "\"more\":1,\"ok\""),
                        "/more",
                        right.replace(",\"ok\":true", ""),
                        "/ok is missing",
                        right.replace("\"ok\"", "\"why\":1,\"ok\""),
                        "/why",
                        "nonsense",
                        "no JSON")
                .entrySet()) {
            assertThat(expectation.body(written, wrong.getKey()))
                    .as(wrong.getKey())
                    .contains(wrong.getValue());
        }
    }

    @Test
    void what_was_captured_is_expected_again() {
        assertThat(expectation.body("{\"id\": \"{{a=id}}\", \"n\": \"{{n=int}}\"}", "{\"id\":\"x-1\",\"n\":7}"))
                .isEmpty();
        assertThat(expectation.filled("/{{a}}/{{n}}")).isEqualTo("/x-1/7");
        assertThat(expectation.body("{\"of\": \"{{a}}\"}", "{\"of\":\"x-1\"}")).isEmpty();
        assertThat(expectation.body("{\"of\": \"{{a}}\"}", "{\"of\":\"x-2\"}")).contains("/of is x-2, not x-1");
    }

    @Test
    void members_and_elements_may_be_left_open() {
        assertThat(expectation.body("{\"a\": 1, \"...\": \"\"}", "{\"a\":1,\"b\":2}"))
                .isEmpty();
        assertThat(expectation.body("[\"{{each}}\", \"{{int}}\"]", "[1,2,3]")).isEmpty();
        assertThat(expectation.body("[\"{{each}}\", \"{{int}}\"]", "[1,\"2\"]")).contains("/1");
        assertThat(expectation.body("[\"{{some}}\", {\"a\": 2}]", "[{\"a\":1},{\"a\":2}]"))
                .isEmpty();
        assertThat(expectation.body("[\"{{some}}\", {\"a\": 3}]", "[{\"a\":1}]"))
                .contains("none that fits");
        assertThat(expectation.body("{{any}}", "whatever")).isEmpty();
        assertThat(expectation.body("404 {{/N.t/}} Found", "404 Not Found")).isEmpty();
        assertThat(expectation.body("", "x")).isNotEmpty();
    }
}
