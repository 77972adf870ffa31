package dev.signalbox.cli;

import static dev.signalbox.cli.ScriptedServer.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is started, and how it is followed to its end.
class RunTest {
    private static final String SESSION =
            "{\"id\":\"s-1\",\"status\":\"REQUESTED\",\"spec\":{\"provider\":\"command\",\"interactive\":false}}";

    @TempDir
    Path home;

    private final ScriptedServer server = new ScriptedServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_program_is_run_without_a_shell_and_followed_to_its_end() {
        server.on("POST /v1/sessions", 201, SESSION);
        output("s-1", 0);

        Called called = call().with("run", "-q", "--", "bash", "-c", "echo 'a  b'");

        assertThat(called.code()).isZero();
        assertThat(called.out()).isEqualTo("hello\n");
        assertThat(called.err()).isEmpty();
        assertThat(server.request("POST").body()).isEqualTo("""
            {"provider":"command","command":["bash","-c","echo 'a  b'"],"interactive":false,"oneShot":false,"exclusive":false}\
            """);
    }

    @Test
    void every_option_stands_in_the_request() throws Exception {
        server.on("POST /v1/sessions", 201, SESSION);

        call().variable("SHOP_REGION", "eu-1")
                .with(("run -d -p claude --agent reviewer --host gpu-1 --constraint gpu=true --repo /srv/shop"
                                + " --branch b --base main -e SHOP_REGION -e CI=true --env-from TOKEN=SHOP_TOKEN -l"
                                + " team=shop --approvals edits --exclusive --silent-host stop-on-host:5m fix --"
                                + " --max-turns 3")
                        .split(" "));

        assertThat(new JsonMapper().readTree(server.request("POST").body())).isEqualTo(new JsonMapper().readTree("""
            {"provider":"claude","args":["--max-turns","3"],"agent":"reviewer","host":"gpu-1",
             "constraints":{"gpu":"true"},
             "worktree":{"repository":"/srv/shop","branch":"b","base":"main"},
             "env":{"SHOP_REGION":"eu-1","CI":"true"},"envFrom":{"TOKEN":"SHOP_TOKEN"},
             "labels":{"team":"shop"},"approvals":"EDITS","prompt":"fix","interactive":false,
             "oneShot":true,"exclusive":true,
             "silentHost":{"action":"STOP_ON_HOST","after":"PT5M"}}\
            """));
    }

    @Test
    void a_relative_directory_is_taken_from_here() {
        server.on("POST /v1/sessions", 201, SESSION);

        call().with("run", "-d", "--cwd", ".", "--", "true");

        assertThat(server.request("POST").body())
                .contains("\"cwd\":\"" + Path.of("").toAbsolutePath() + "\"");
    }

    @Test
    void detached_it_prints_the_id_and_nothing_else() {
        server.on("POST /v1/sessions", 201, SESSION);

        Called called = call().terminal().with("run", "-d", "--", "true");

        assertThat(called.out()).isEqualTo("s-1" + System.lineSeparator());
        assertThat(called.err()).isEmpty();
    }

    @Test
    void a_program_that_failed_is_7_or_its_own_code() {
        server.on("POST /v1/sessions", 201, SESSION);
        output("s-1", 3);

        assertThat(call().with("run", "--", "false").code()).isEqualTo(7);
        assertThat(call().with("run", "--exit-code-from-agent", "--", "false").code())
                .isEqualTo(3);
    }

    @Test
    void as_json_it_is_one_document_when_it_is_over() throws Exception {
        server.on("POST /v1/sessions", 201, SESSION)
                .on(
                        "GET /v1/sessions/s-1",
                        200,
                        "{\"id\":\"s-1\",\"status\":\"ENDED\",\"end\":{\"exitCode\":3,\"proven\":true}}");

        Called called = call().with("run", "-o", "json", "--", "false");

        assertThat(called.code()).isEqualTo(7);
        assertThat(new JsonMapper().readTree(called.out()).path("status").asText())
                .isEqualTo("ENDED");
    }

    @Test
    void a_task_is_followed_through_its_queue_and_its_attempts() {
        AtomicInteger asked = new AtomicInteger();
        server.on("POST /v1/tasks", 201, "{\"id\":\"t-1\",\"status\":\"QUEUED\"}")
                .on("GET /v1/tasks/t-1", (_, exchange) -> {
                    int time = asked.incrementAndGet();
                    String one = "{\"number\":1,\"sessionId\":\"s-1\"}";
                    String two = "{\"number\":2,\"sessionId\":\"s-2\"}";
                    String task = time < 4
                            ? "\"status\":\"QUEUED\",\"waiting\":\"no host with label gpu=true\",\"attempts\":[]"
                            : time < 6
                                    ? "\"status\":\"RUNNING\",\"attempts\":[" + one + "]"
                                    : "\"status\":\"COMPLETED\",\"attempts\":[" + one + "," + two
                                            + "],\"result\":{\"success\":true,\"exitCode\":0,\"workspace\":{\"commit\":\"8c1f5f3\"}}";
                    ScriptedServer.send(exchange, 200, "{\"id\":\"t-1\"," + task + "}", "application/json");
                })
                .on("GET /v1/sessions/s-1", 200, SESSION)
                .on("GET /v1/sessions/s-2", 200, SESSION.replace("s-1", "s-2"));
        output("s-1", 1);
        output("s-2", 0);

        Called called =
                call().with("run", "--task", "--title", "t", "--timeout", "30m", "--attempts", "2", "--", "true");

        assertThat(called.code()).isZero();
        assertThat(called.out()).isEqualTo("hello\nhello\n");
        assertThat(called.err().lines())
                .containsExactly(
                        "task t-1",
                        "task t-1 waits: no host with label gpu=true",
                        "task t-1: attempt 1 in session s-1",
                        "session s-1: ENDED exit code 1",
                        "task t-1: attempt 2 in session s-2",
                        "session s-2: ENDED exit code 0",
                        "task t-1: COMPLETED, commit 8c1f5f3");
        assertThat(server.request("POST").body())
                .isEqualTo(
                        "{\"provider\":\"command\",\"command\":[\"true\"],\"title\":\"t\",\"timeout\":\"PT30M\",\"maxAttempts\":2}");
    }

    @Test
    void waiting_for_a_task_ends_in_time_with_8_and_with_its_end_with_0_or_7() {
        task("RUNNING");
        Called pending = call().with("task", "wait", "t-1", "--timeout", "50ms");
        task("COMPLETED");
        Called completed = call().with("task", "wait", "t-1");
        task("TIMED_OUT");
        Called timedOut = call().with("task", "wait", "t-1");

        assertThat(pending.code()).isEqualTo(8);
        assertThat(pending.err()).contains("still RUNNING");
        assertThat(completed.code()).isZero();
        assertThat(completed.out()).contains("COMPLETED");
        assertThat(timedOut.code()).isEqualTo(7);
    }

    @Test
    void logs_of_a_task_are_those_of_its_newest_attempt() {
        server.on(
                        "GET /v1/tasks/t-1",
                        200,
                        "{\"id\":\"t-1\",\"status\":\"FAILED\",\"attempts\":[{\"sessionId\":\"s-0\"},{\"sessionId\":\"s-1\"}]}")
                .on("GET /v1/sessions/s-1", 200, SESSION);
        output("s-1", 0);

        assertThat(call().with("task", "logs", "t-1").out()).isEqualTo("hello\n");
    }

    @Test
    void logs_of_a_task_without_an_attempt_say_what_it_waits_for() {
        server.on(
                "GET /v1/tasks/t-1",
                200,
                "{\"id\":\"t-1\",\"status\":\"QUEUED\",\"waiting\":\"no host\",\"attempts\":[]}");

        Called called = call().with("task", "logs", "t-1");

        assertThat(called.code()).isEqualTo(8);
        assertThat(called.err()).contains("no host");
    }

    @Test
    void a_resumed_session_is_a_new_one_that_is_followed() {
        server.on("POST /v1/sessions/s-0/resume", 201, SESSION);
        output("s-1", 0);

        Called called = call().with("resume", "s-0", "and now the tests");

        assertThat(called.code()).isZero();
        assertThat(called.out()).isEqualTo("hello\n");
        assertThat(server.request("POST").body()).isEqualTo("{\"prompt\":\"and now the tests\"}");
    }

    private void task(String status) {
        server.on("GET /v1/tasks/t-1", 200, "{\"id\":\"t-1\",\"status\":\"" + status + "\",\"attempts\":[]}");
    }

    private void output(String session, int exitCode) {
        server.stream(
                "GET /v1/sessions/" + session + "/output",
                event("output", "c1", "{\"seq\":1,\"stream\":\"out\",\"byte\":0,\"data\":\"aGVsbG8K\"}"),
                event("caught_up", "c1", "{\"seq\":1}"),
                event("end", "c2", "{\"status\":\"ENDED\",\"exitCode\":" + exitCode + ",\"proven\":true}"));
    }

    private Called.Call call() {
        return new Called.Call(home).server(server.url());
    }
}
