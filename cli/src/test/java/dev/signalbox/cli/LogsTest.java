package dev.signalbox.cli;

import static dev.signalbox.cli.ScriptedServer.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.signalbox.cli.ScriptedServer.Request;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Output is complete or its holes are told, over any number of connections.
class LogsTest {
    private static final String OUTPUT = "GET /v1/sessions/s-1/output";
    private static final String END_0 =
            event("end", "c9", "{\"status\":\"ENDED\",\"exitCode\":0,\"proven\":true,\"complete\":true}");

    @TempDir
    Path home;

    private final ScriptedServer first = new ScriptedServer();
    private final ScriptedServer second = new ScriptedServer();

    @BeforeEach
    void oneSession() {
        session("command");
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    @Test
    void bytes_come_out_as_they_were_written() {
        byte[] bytes = new byte[200_000];
        new Random(7).nextBytes(bytes);
        first.on(OUTPUT, (_, exchange) -> {
            try (OutputStream out = ScriptedServer.begin(exchange)) {
                for (int at = 0, seq = 1; at < bytes.length; at += 40_000, seq++) {
                    out.write(output(seq, "out", Arrays.copyOfRange(bytes, at, at + 40_000))
                            .getBytes(StandardCharsets.UTF_8));
                }
                out.write(END_0.getBytes(StandardCharsets.UTF_8));
            }
        });

        Called called = call().with("logs", "-f", "s-1");

        assertThat(called.code()).isZero();
        assertThat(called.bytes()).isEqualTo(bytes);
        assertThat(called.err()).isEqualTo("session s-1: ENDED exit code 0" + System.lineSeparator());
    }

    @Test
    void without_follow_it_ends_at_what_is_there() {
        first.stream(OUTPUT, output(1, "out", "so far"), event("caught_up", "c1", "{\"seq\":1}"));

        Called called = call().with("logs", "s-1");

        assertThat(called.code()).isZero();
        assertThat(called.out()).isEqualTo("so far");
        assertThat(called.err()).isEmpty();
        assertThat(first.request(OUTPUT).target()).isEqualTo("/v1/sessions/s-1/output?items=false&follow=false");
    }

    @Test
    void without_follow_how_the_session_ended_does_not_matter() {
        first.stream(OUTPUT, output(1, "out", "x"), event("end", "c2", "{\"status\":\"ENDED\",\"exitCode\":3}"));

        Called called = call().with("logs", "s-1");

        assertThat(called.code()).isZero();
        assertThat(called.err()).isEmpty();
    }

    @Test
    void of_a_task_one_follows_what_was_asked_for_and_from_a_cursor_on_the_newest_attempt() {
        task();
        first.stream(OUTPUT, output(5, "err", "late"), END_0);

        Called called = call().with(
                        "task",
                        "logs",
                        "-f",
                        "t-1",
                        "--from",
                        "c4",
                        "--stream",
                        "err",
                        "--since",
                        "2026-11-20T09:00:00Z");

        assertThat(called.code()).as(called.err()).isZero();
        assertThat(called.out()).isEqualTo("late");
        assertThat(first.request(OUTPUT).target())
                .contains("from=c4", "stream=err", "since=2026-11-20T09%3A00%3A00Z", "follow=true");
        assertThat(first.requests()).noneMatch(request -> request.target().contains("s-0"));
        assertThat(call().with("task", "logs", "-f", "t-1", "-o", "json").code())
                .isEqualTo(2);
    }

    @Test
    void an_attempt_that_was_forgotten_is_told_and_passed_over() {
        task();
        first.stream(OUTPUT, output(1, "out", "kept"), END_0);

        Called called = call().with("task", "logs", "-f", "t-1");

        assertThat(called.code()).as(called.err()).isZero();
        assertThat(called.out()).isEqualTo("kept");
        assertThat(called.err()).contains("session s-0 ended so long ago that it was forgotten", "COMPLETED");
    }

    private void task() {
        first.on("GET /v1/tasks/t-1", 200, """
            {"id":"t-1","status":"COMPLETED","attempts":[{"sessionId":"s-0"},{"sessionId":"s-1"}]}\
            """);
    }

    @Test
    void standard_error_of_the_process_goes_to_ours_unless_it_is_all_that_is_wanted() {
        first.stream(OUTPUT, output(1, "out", "data\n"), output(2, "err", "warning\n"), END_0);

        Called both = call().with("logs", "-f", "s-1");
        Called one = call().with("logs", "-f", "s-1", "--stream", "err");

        assertThat(both.out()).isEqualTo("data\n");
        assertThat(both.err()).startsWith("warning\n");
        assertThat(one.out()).contains("warning\n");
        assertThat(first.requests().getLast().target()).contains("stream=err");
    }

    @Test
    void a_lost_connection_goes_on_at_the_other_server_behind_the_cursor_and_one_line_says_so() {
        first.stream(OUTPUT, output(1, "out", "one "), output(2, "out", "two "));
        second.stream(OUTPUT, output(3, "out", "three"), END_0);

        Called called = call().server(first.url() + "," + second.url()).with("logs", "-f", "s-1");

        assertThat(called.code()).isZero();
        assertThat(called.out()).isEqualTo("one two three");
        assertThat(second.request(OUTPUT).header("Last-Event-ID")).isEqualTo("c2");
        assertThat(called.err().lines())
                .containsExactly(
                        "signalbox: reconnected to " + second.url() + ", nothing is lost",
                        "session s-1: ENDED exit code 0");
    }

    @Test
    void a_server_that_dies_in_the_middle_of_an_event_costs_nothing() {
        first.on(OUTPUT, (_, exchange) -> {
            OutputStream out = ScriptedServer.begin(exchange);
            out.write(output(1, "out", "one ").getBytes(StandardCharsets.UTF_8));
            String half = output(2, "out", "two ");
            out.write(half.substring(0, half.length() - 7).getBytes(StandardCharsets.UTF_8));
            out.flush();
            first.close();
        });
        second.stream(OUTPUT, output(2, "out", "two "), END_0);

        Called called = call().server(first.url() + "," + second.url()).with("logs", "-f", "s-1");

        assertThat(called.out()).isEqualTo("one two ");
        assertThat(second.request(OUTPUT).header("Last-Event-ID")).isEqualTo("c1");
    }

    @Test
    void an_unavoidable_gap_is_told_on_standard_error() {
        first.stream(
                OUTPUT,
                event("gap", "c5", "{\"fromSeq\":1,\"toSeq\":5,\"fromByte\":0,\"toByte\":1258291}"),
                output(6, "out", "rest"),
                END_0);

        Called called = call().with("logs", "-f", "s-1");

        assertThat(called.out()).isEqualTo("rest");
        assertThat(called.err()).contains("--- gap: 1.2 MiB not retained ---");
    }

    @Test
    void a_cursor_that_got_too_old_while_the_connection_was_lost_is_a_gap() {
        AtomicInteger asked = new AtomicInteger();
        first.on(OUTPUT, (request, exchange) -> {
            switch (asked.incrementAndGet()) {
                case 1 -> {
                    try (OutputStream out = ScriptedServer.begin(exchange)) {
                        out.write(output(1, "out", "one ").getBytes(StandardCharsets.UTF_8));
                    }
                }
                case 2 ->
                    ScriptedServer.send(
                            exchange,
                            410,
                            "{\"code\":\"CURSOR_EXPIRED\",\"oldest\":\"c7\",\"retryable\":false}",
                            "application/problem+json");
                default -> {
                    assertThat(request.header("Last-Event-ID")).isEqualTo("c7");
                    try (OutputStream out = ScriptedServer.begin(exchange)) {
                        out.write((output(8, "out", "eight") + END_0).getBytes(StandardCharsets.UTF_8));
                    }
                }
            }
        });

        Called called = call().with("logs", "-f", "s-1");

        assertThat(called.code()).isZero();
        assertThat(called.out()).isEqualTo("one eight");
        assertThat(called.err()).contains("--- gap: output not retained ---");
    }

    @Test
    void a_cursor_that_is_too_old_at_the_start_is_a_refusal_that_names_the_oldest() {
        first.on(
                OUTPUT,
                410,
                "{\"code\":\"CURSOR_EXPIRED\",\"detail\":\"too old\",\"oldest\":\"c7\",\"retryable\":false}");

        Called called = call().with("logs", "s-1", "--from", "c1");

        assertThat(called.code()).isEqualTo(5);
        assertThat(called.err()).contains("too old", "--from c7");
        assertThat(first.request(OUTPUT).target()).contains("from=c1");
    }

    @ParameterizedTest
    @CsvSource({
        "ENDED, 0, 0, 0",
        "ENDED, 3, 7, 3",
        "ENDED, 143, 7, 143",
        "SUSPENDED, , 0, 0",
        "LOST, , 7, 7",
        "FAILED_TO_START, , 7, 7"
    })
    void following_ends_with_the_code_of_the_sessions_end(String status, Integer exitCode, int code, int codeOfAgent) {
        String exit = exitCode == null ? "" : ",\"exitCode\":" + exitCode;
        first.stream(OUTPUT, event("end", "c1", "{\"status\":\"" + status + "\"" + exit + ",\"proven\":true}"));

        assertThat(call().with("logs", "-f", "s-1").code()).isEqualTo(code);
        assertThat(call().with("logs", "-f", "s-1", "--exit-code-from-agent").code())
                .isEqualTo(codeOfAgent);
    }

    @Test
    void a_failed_start_shows_what_the_program_said() {
        first.on("GET /v1/sessions/s-1", 200, """
            {"id":"s-1","status":"FAILED_TO_START","spec":{"provider":"command","interactive":false},
            "end":{"code":"EXECUTABLE_NOT_FOUND","tail":"no such file\\n"}}\
            """);
        first.stream(
                OUTPUT,
                event(
                        "end",
                        "c1",
                        "{\"status\":\"FAILED_TO_START\",\"code\":\"EXECUTABLE_NOT_FOUND\",\"reason\":\"mvnn\",\"proven\":true}"));

        Called called = call().with("logs", "-f", "s-1");

        assertThat(called.code()).isEqualTo(7);
        assertThat(called.err()).contains("FAILED_TO_START EXECUTABLE_NOT_FOUND: mvnn", "no such file");
    }

    @Test
    void an_expired_token_ends_following_with_4() {
        first.stream(OUTPUT, output(1, "out", "one"), event("expired", null, "{\"code\":\"UNAUTHENTICATED\"}"));

        Called called = call().with("logs", "-f", "s-1");

        assertThat(called.code()).isEqualTo(4);
        assertThat(called.out()).isEqualTo("one");
        assertThat(called.err()).contains("token expired");
    }

    @Test
    void heartbeats_and_events_of_a_later_version_are_passed_over() {
        first.stream(
                OUTPUT,
                ": comment\n\n",
                event("heartbeat", "c1", "{\"at\":\"2026-11-20T10:00:00Z\"}"),
                event("keyframe", null, "{}"),
                "event: output\r\nid: c2\r\ndata: " + data(1, "out", "x") + "\r\n\r\n",
                END_0);

        assertThat(call().with("logs", "-f", "s-1").out()).isEqualTo("x");
    }

    @Test
    void items_of_a_structured_provider_are_shown_as_people_read_them() {
        session("claude");
        first.stream(
                OUTPUT,
                item("{\"type\":\"text_delta\",\"text\":\"I wi\"}"),
                item("{\"type\":\"text\",\"text\":\"I will \\u001b]52;c;evil\\u0007look.\"}"),
                item("{\"type\":\"thinking\",\"text\":\"hm\"}"),
                item(
                        "{\"type\":\"tool_call_started\",\"callId\":\"1\",\"tool\":\"Bash\",\"input\":{\"command\":\"ls\"}}"),
                item("{\"type\":\"tool_call_failed\",\"callId\":\"1\",\"tool\":\"Bash\",\"error\":\"exit 1\"}"),
                item("{\"type\":\"approval_request\",\"requestId\":\"1\",\"tool\":\"Edit\",\"input\":{}}"),
                item("{\"type\":\"raw\",\"line\":\"npm warn\"}"),
                item("{\"type\":\"of_tomorrow\"}"),
                item("{\"type\":\"result\",\"success\":false,\"text\":\"API error\"}"),
                END_0);

        Called called = call().with("logs", "-f", "s-1");

        assertThat(called.out().lines())
                .containsExactly(
                        "I will \ufffd]52;c;evil\ufffdlook.",
                        "→ Bash {\"command\":\"ls\"}",
                        "✗ Bash: exit 1",
                        "? Edit needs approval: {}",
                        "npm warn",
                        "✗ API error");
        assertThat(first.request(OUTPUT).target()).contains("items=only");
        assertThat(call().with("logs", "-f", "s-1", "--thoughts").out()).contains("  hm");
    }

    @Test
    void bytes_of_a_structured_provider_are_there_for_the_asking() {
        session("claude");
        first.stream(OUTPUT, output(1, "out", "{\"type\":\"system\"}\n"), END_0);

        assertThat(call().with("logs", "-f", "s-1", "--view", "bytes").out()).isEqualTo("{\"type\":\"system\"}\n");
    }

    @Test
    void jsonl_is_an_object_a_line_and_json_one_document() throws Exception {
        first.stream(
                OUTPUT,
                output(1, "out", new byte[] {'h', (byte) 0xf0, (byte) 0x9f}),
                output(2, "out", new byte[] {(byte) 0x9a, (byte) 0x82, (byte) 0xff}),
                event("gap", null, "{\"fromSeq\":2,\"toSeq\":3}"),
                event("caught_up", "c3", "{\"seq\":3}"));
        JsonMapper mapper = new JsonMapper();

        Called lines = call().with("logs", "s-1", "-o", "jsonl");
        Called document = call().with("logs", "s-1", "-o", "json");

        assertThat(lines.out().lines())
                .containsExactly(
                        "{\"type\":\"output\",\"seq\":1,\"stream\":\"out\",\"byte\":0,\"text\":\"h\",\"cursor\":\"c1\"}",
                        "{\"type\":\"output\",\"seq\":2,\"stream\":\"out\",\"byte\":0,\"text\":\"🚂\ufffd\",\"cursor\":\"c2\"}",
                        "{\"type\":\"gap\",\"fromSeq\":2,\"toSeq\":3}");
        JsonNode array = mapper.readTree(document.out());
        assertThat(array.isArray()).isTrue();
        assertThat(array).hasSize(3);
        assertThat(call().with("logs", "s-1", "-o", "jsonl", "--view", "bytes").out())
                .contains("\"data\":\"aPCf\"");
        assertThat(first.requests().stream().map(Request::target).filter(target -> target.contains("output")))
                .allSatisfy(target -> assertThat(target).contains("items=true"));
    }

    @Test
    void a_time_ago_is_a_time() {
        first.stream(OUTPUT, event("caught_up", "c1", "{\"seq\":0}"));

        call().with("logs", "s-1", "--since", "10m");

        assertThat(first.request(OUTPUT).target()).contains("since=2026-11-20T09%3A50%3A00Z");
    }

    @Test
    void events_are_followed_over_a_lost_connection() {
        first.stream("GET /v1/events", happening("e1", 1));
        second.stream("GET /v1/events", happening("e2", 2), event("expired", null, "{}"));

        Called called = call().server(first.url() + "," + second.url())
                .with("events", "-f", "--from", "start", "--entity", "task");

        assertThat(called.out().lines().map(line -> line.split("\t")[0])).containsExactly("1", "2");
        assertThat(second.request("GET /v1/events").header("Last-Event-ID")).isEqualTo("e1");
        assertThat(second.request("GET /v1/events").target())
                .isEqualTo("/v1/events?from=start&entity=task&follow=true");
    }

    @Test
    void events_without_follow_end_at_what_is_there() throws Exception {
        first.stream("GET /v1/events", happening("e1", 1), event("caught_up", "e1", "{}"));

        Called called = call().with("events", "-o", "json");

        assertThat(called.code()).isZero();
        assertThat(new JsonMapper().readTree(called.out()).path("items")).hasSize(1);
        assertThat(first.request("GET /v1/events").target()).isEqualTo("/v1/events?from=start&follow=false");
    }

    private void session(String provider) {
        String json = "{\"id\":\"s-1\",\"status\":\"RUNNING\",\"spec\":{\"provider\":\"" + provider
                + "\",\"interactive\":false}}";
        first.on("GET /v1/sessions/s-1", 200, json);
        second.on("GET /v1/sessions/s-1", 200, json);
    }

    private Called.Call call() {
        return new Called.Call(home).server(first.url());
    }

    private static String happening(String id, int n) {
        return event(
                "event",
                id,
                "{\"namespace\":\"default\",\"n\":" + n
                        + ",\"prev\":0,\"entity\":{\"type\":\"task\",\"id\":\"t-1\"},\"cause\":{},\"event\":{\"type\":\"task_queued\"}}");
    }

    private static String output(int seq, String stream, String text) {
        return output(seq, stream, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String output(int seq, String stream, byte[] bytes) {
        return event("output", "c" + seq, data(seq, stream, bytes));
    }

    private static String data(int seq, String stream, String text) {
        return data(seq, stream, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String data(int seq, String stream, byte[] bytes) {
        return "{\"seq\":" + seq + ",\"stream\":\"" + stream + "\",\"byte\":0,\"data\":\""
                + Base64.getEncoder().encodeToString(bytes) + "\"}";
    }

    private static String item(String item) {
        return event("item", "i", "{\"seq\":1,\"stream\":\"out\",\"byte\":0,\"item\":" + item + "}");
    }
}
