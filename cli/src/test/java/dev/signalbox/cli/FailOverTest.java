package dev.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which server is asked, as whom, and what happens when it is away.
class FailOverTest {
    private static final String NOBODY = "http://127.0.0.1:1";

    @TempDir
    Path home;

    private final ScriptedServer first = new ScriptedServer();
    private final ScriptedServer second = new ScriptedServer();

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    @Test
    void the_next_server_is_asked_when_one_is_gone_and_one_line_says_so() {
        second.on("GET /v1/sessions", 200, "{\"items\":[{\"id\":\"s-1\"}]}");

        Called called =
                new Called.Call(home).server(NOBODY + "," + second.url()).with("ps");

        assertThat(called.code()).isZero();
        assertThat(called.out()).startsWith("s-1");
        assertThat(called.err().lines())
                .containsExactly("signalbox: " + NOBODY + " does not answer, going on with " + second.url());
    }

    @Test
    void a_change_goes_to_the_other_server_under_the_same_key() {
        first.on("POST /v1/sessions", (_, exchange) -> exchange.close());
        second.on("POST /v1/sessions", 201, "{\"id\":\"s-1\"}");

        Called called = both().with("run", "-d", "--", "true");

        assertThat(called.out()).startsWith("s-1");
        assertThat(second.requests().getFirst().header("Idempotency-Key"))
                .isEqualTo(first.requests().getFirst().header("Idempotency-Key"))
                .isNotBlank();
    }

    @Test
    void keystrokes_are_not_sent_again_when_it_is_not_known_whether_they_were_written() {
        first.on("POST /v1/sessions/s-1/keystrokes", (_, exchange) -> exchange.close());

        Called called = both().with("send", "s-1", "--keys", "y");

        assertThat(called.code()).isEqualTo(6);
        assertThat(second.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 503})
    void keystrokes_are_not_sent_again_behind_an_answer_that_does_not_say_whether_they_were_written(int status) {
        first.problem("POST /v1/sessions/s-1/keystrokes", status, "UNAVAILABLE", "whether they arrive is not known");

        Called called = both().with("send", "s-1", "--keys", "y");

        assertThat(called.code()).isEqualTo(6);
        assertThat(called.err()).contains("whether they arrive is not known");
        assertThat(first.requests()).hasSize(1);
        assertThat(second.requests()).isEmpty();
    }

    @Test
    void a_server_that_cannot_serve_now_is_passed_over() {
        first.problem("GET /v1/sessions", 503, "UNAVAILABLE", "the log is away");
        second.on("GET /v1/sessions", 200, "{\"items\":[]}");

        assertThat(both().with("ps").code()).isZero();
    }

    @Test
    void the_only_server_is_asked_once_more_after_the_time_that_it_names() {
        AtomicInteger asked = new AtomicInteger();
        first.on("GET /v1/sessions", (_, exchange) -> {
            exchange.getResponseHeaders().set("Retry-After", "0");
            ScriptedServer.send(
                    exchange, asked.incrementAndGet() == 1 ? 503 : 200, "{\"items\":[]}", "application/json");
        });

        assertThat(new Called.Call(home).server(first.url()).with("ps").code()).isZero();
        assertThat(asked).hasValue(2);
    }

    @Test
    void a_server_that_stays_unavailable_is_6() {
        first.problem("GET /v1/sessions", 503, "UNAVAILABLE", "the log is away");

        Called called = new Called.Call(home).server(first.url()).with("ps");

        assertThat(called.code()).isEqualTo(6);
        assertThat(called.err()).contains("the log is away");
    }

    @Test
    void a_command_whose_outcome_is_late_is_waited_for_on_any_server() {
        AtomicInteger asked = new AtomicInteger();
        first.on("POST /v1/sessions", 202, "{\"commandId\":\"c-1\",\"outcome\":\"/v1/commands/c-1\"}")
                .on("GET /v1/commands/c-1", (_, exchange) -> {
                    boolean known = asked.incrementAndGet() > 2;
                    ScriptedServer.send(
                            exchange,
                            known ? 200 : 404,
                            known
                                    ? "{\"commandId\":\"c-1\",\"accepted\":true,\"subject\":{\"type\":\"session\",\"id\":\"s-9\"}}"
                                    : "{\"code\":\"COMMAND_NOT_FOUND\",\"retryable\":true}",
                            "application/json");
                })
                .on("GET /v1/sessions/s-9", 200, "{\"id\":\"s-9\"}");

        assertThat(new Called.Call(home)
                        .server(first.url())
                        .with("run", "-d", "--", "true")
                        .out())
                .startsWith("s-9");
    }

    @Test
    void a_late_prompt_is_named_and_a_late_deletion_needs_nothing_more() {
        first.on("POST /v1/sessions/s-1/inputs", 202, "{\"commandId\":\"c-1\"}")
                .on("DELETE /v1/agents/a", 202, "{\"commandId\":\"c-2\"}")
                .on(
                        "GET /v1/commands/c-1",
                        200,
                        "{\"commandId\":\"c-1\",\"accepted\":true,\"subject\":{\"type\":\"input\",\"id\":\"i-1\"}}")
                .on(
                        "GET /v1/commands/c-2",
                        200,
                        "{\"commandId\":\"c-2\",\"accepted\":true,\"subject\":{\"type\":\"agent\",\"id\":\"a-1\"}}");

        Called.Call call = new Called.Call(home).server(first.url());

        assertThat(call.with("send", "s-1", "hello").out()).startsWith("i-1");
        assertThat(call.with("agent", "delete", "a").code()).isZero();
    }

    @Test
    void a_late_refusal_is_a_refusal() {
        first.on("POST /v1/sessions", 202, "{\"commandId\":\"c-1\",\"outcome\":\"/v1/commands/c-1\"}")
                .on(
                        "GET /v1/commands/c-1",
                        200,
                        "{\"commandId\":\"c-1\",\"accepted\":false,\"code\":\"SESSION_EXISTS\",\"message\":\"busy\"}");

        Called called = new Called.Call(home).server(first.url()).with("run", "-d", "--", "true");

        assertThat(called.code()).isEqualTo(5);
        assertThat(called.err()).contains("busy");
    }

    @Test
    void a_question_after_a_change_asks_for_at_least_what_the_change_did() {
        first.on("POST /v1/sessions/s-1/stop", (_, exchange) -> {
                    exchange.getResponseHeaders().set("Signalbox-Cursor", "cur-7");
                    ScriptedServer.send(exchange, 200, "{\"id\":\"s-1\",\"status\":\"STOPPING\"}", "application/json");
                })
                .on("GET /v1/sessions/s-1", 200, "{\"id\":\"s-1\",\"status\":\"ENDED\",\"end\":{\"exitCode\":0}}");

        new Called.Call(home).server(first.url()).with("stop", "s-1", "--wait");

        assertThat(first.request("GET").header("If-At-Least")).isEqualTo("cur-7");
    }

    @Test
    void flags_win_over_variables_and_variables_over_the_file() throws Exception {
        configure("server=" + first.url() + "\ntoken=from-file\n", "rw-------");
        first.on("GET /v1/sessions", 200, "{\"items\":[]}");
        second.on("GET /v1/sessions", 200, "{\"items\":[]}");

        bare().with("ps");
        bare().variable("SIGNALBOX_TOKEN", "from-variable").with("ps");
        bare().variable("SIGNALBOX_SERVER", first.url()).with("ps", "--server", second.url(), "--token", "from-flag");

        assertThat(first.requests().stream().map(request -> request.header("Authorization")))
                .containsExactly("Bearer from-file", "Bearer from-variable");
        assertThat(second.requests().getFirst().header("Authorization")).isEqualTo("Bearer from-flag");
    }

    @Test
    void the_token_of_the_file_is_not_shown_to_other_servers() throws Exception {
        configure("server=" + first.url() + "\ntoken=from-file\n", "rw-------");
        second.on("GET /v1/sessions", 200, "{\"items\":[]}");

        bare().with("ps", "--server", second.url());

        assertThat(second.requests().getFirst().header("Authorization")).isNull();
    }

    @Test
    void a_file_that_others_can_read_and_keys_that_mean_nothing_are_warned_of() throws Exception {
        configure("server=" + first.url() + "\nsevrer=x\nnonsense\n", "rw-r--r--");
        first.on("GET /v1/sessions", 200, "{\"items\":[]}");

        Called called = bare().with("ps");

        assertThat(called.code()).isZero();
        assertThat(called.err()).contains("chmod 600", "unknown key sevrer", "line 3");
    }

    private Called.Call both() {
        return new Called.Call(home).server(first.url() + "," + second.url());
    }

    private Called.Call bare() {
        return new Called.Call(home).variable("SIGNALBOX_TOKEN", null);
    }

    private void configure(String text, String permissions) throws Exception {
        Path file = home.resolve("config/signalbox/config");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
