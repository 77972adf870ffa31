package dev.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.signalbox.cli.ScriptedServer.Request;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is shown of answers, and what becomes of refusals.
class ServerAnswersTest {
    private static final String PAGE = """
        {"items":[
          {"id":"s-k4m8w2xq7tb9zc3d","agentId":"a-1","provider":"claude","status":"RUNNING","activity":"WORKING",
           "hostId":"h-7gq2mxk4tb9wz3cd","interactive":false,"createdAt":"2026-11-20T09:00:00Z",
           "statusSince":"2026-11-20T09:59:18Z"},
          {"id":"s-b9zc3dk4m8w2xq7t","agentId":"a-2","provider":"com\\u001b[31mmand","status":"ENDED","exitCode":3,
           "interactive":false,"createdAt":"2026-11-18T10:00:00Z","statusSince":"2026-11-18T10:00:00Z"}]}\
        """;

    @TempDir
    Path home;

    private final ScriptedServer server = new ScriptedServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void people_get_a_header_aligned_columns_and_ages() {
        server.on("GET /v1/sessions", 200, PAGE);

        Called called = call().terminal().with("ps", "-a");

        assertThat(called.code()).isZero();
        assertThat(called.out().lines())
                .containsExactly(
                        "SESSION             PROVIDER      STATUS   ACTIVITY  HOST                TASK  EXIT  SINCE "
                                + " CREATED",
                        "s-k4m8w2xq7tb9zc3d  claude        RUNNING  WORKING   h-7gq2mxk4tb9wz3cd              42s   "
                                + " 1h",
                        "s-b9zc3dk4m8w2xq7t  com [31mmand  ENDED                                        3     2d    "
                                + " 2d");
    }

    @Test
    void programs_get_tabs_whole_times_and_no_header() {
        server.on("GET /v1/sessions", 200, PAGE);

        Called called = call().with("ps");

        assertThat(called.out().lines().findFirst().orElseThrow())
                .isEqualTo("s-k4m8w2xq7tb9zc3d\tclaude\tRUNNING\tWORKING\th-7gq2mxk4tb9wz3cd\t\t\t2026-11-20T09:59:18Z"
                        + "\t2026-11-20T09:00:00Z");
        assertThat(called.err()).isEmpty();
    }

    @Test
    void json_is_the_servers_document_and_jsonl_its_items() throws Exception {
        server.on("GET /v1/sessions", 200, PAGE);
        JsonMapper mapper = new JsonMapper();

        Called document = call().with("ps", "-o", "json");
        Called lines = call().variable("SIGNALBOX_OUTPUT", "jsonl").with("ps");

        assertThat(mapper.readTree(document.out())).isEqualTo(mapper.readTree(PAGE));
        assertThat(lines.out().lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(mapper.readTree(line).has("id")).isTrue());
    }

    @Test
    void an_empty_list_is_success_and_hints_only_people() {
        server.on("GET /v1/sessions", 200, "{\"items\":[]}");

        assertThat(call().with("ps").err()).isEmpty();
        assertThat(call().terminal().with("ps").err()).contains("signalbox run");
        assertThat(call().terminal().with("ps", "--no-hints").err()).isEmpty();
        assertThat(call().terminal().variable("SIGNALBOX_HINTS", "0").with("ps").err())
                .isEmpty();
        assertThat(call().with("ps").code()).isZero();
    }

    @Test
    void lists_go_over_pages_until_there_are_enough() throws Exception {
        server.on(
                "GET /v1/tasks",
                (request, exchange) -> ScriptedServer.send(
                        exchange,
                        200,
                        request.target().contains("page=p2")
                                ? "{\"items\":[{\"id\":\"t-2\"}],\"next\":\"p3\"}"
                                : "{\"items\":[{\"id\":\"t-1\"}],\"next\":\"p2\"}",
                        "application/json"));

        JsonNode page = new JsonMapper()
                .readTree(call().with("task", "list", "--limit", "2", "-o", "json")
                        .out());

        assertThat(page.findValuesAsText("id")).containsExactly("t-1", "t-2");
        assertThat(page.path("next").asText()).isEqualTo("p3");
        assertThat(server.requests().stream().map(Request::target))
                .containsExactly("/v1/tasks?limit=2", "/v1/tasks?limit=1&page=p2");
    }

    @Test
    void filters_are_encoded() {
        server.on("GET /v1/sessions", 200, "{\"items\":[]}");

        call().with("ps", "--host", "größe & co", "-l", "a=b c", "-l", "d=e");

        assertThat(server.requests().getFirst().target())
                .isEqualTo(
                        "/v1/sessions?limit=50&status=live&host=gr%C3%B6%C3%9Fe%20%26%20co&label=a%3Db%20c&label=d%3De");
    }

    @ParameterizedTest
    @CsvSource({
        "404, SESSION_NOT_FOUND, 3",
        "401, UNAUTHENTICATED, 4",
        "403, FORBIDDEN, 4",
        "409, SESSION_ENDED, 5",
        "409, CONFLICT, 5",
        "400, INVALID_REQUEST, 2",
        "413, TOO_LARGE, 2",
        "429, RATE_LIMITED, 6",
        "500, INTERNAL, 1",
        "409, A_CODE_OF_TOMORROW, 5",
        "404, ANOTHER_ONE, 3"
    })
    void a_refusal_has_its_exit_code_its_sentence_and_its_envelope(int status, String code, int exit) throws Exception {
        server.problem("GET /v1/sessions/s-abcd", status, code, "what is wrong");

        Called people = call().with("session", "get", "s-abcd");
        Called program = call().with("session", "get", "s-abcd", "-o", "json");

        assertThat(people.code()).isEqualTo(exit);
        assertThat(people.err()).startsWith("signalbox: what is wrong");
        assertThat(program.code()).isEqualTo(exit);
        JsonNode error = new JsonMapper().readTree(program.err()).path("error");
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("message").asText()).isEqualTo("what is wrong");
    }

    @Test
    void an_ambiguous_prefix_is_wrong_usage_and_shows_what_it_may_mean() {
        server.on("GET /v1/sessions/s-ab", 400, """
            {"code":"INVALID_REQUEST","detail":"s-ab is ambiguous","candidates":["s-abcd2222","s-abcd3333"],
            "retryable":false,"requestId":"r-1"}\
            """);

        Called called = call().with("session", "get", "s-ab");

        assertThat(called.code()).isEqualTo(2);
        assertThat(called.err()).contains("ambiguous", "  s-abcd2222", "  s-abcd3333");
    }

    @Test
    void a_missing_token_is_told_with_where_one_comes_from() {
        server.problem("GET /v1/version", 401, "UNAUTHENTICATED", "no token");

        Called called = call().variable("SIGNALBOX_TOKEN", null).with("hosts".substring(0, 4), "list");

        assertThat(server.requests().getFirst().header("Authorization")).isNull();
        assertThat(called.code()).isEqualTo(3);
        Called version = call().with("version");
        assertThat(version.code()).isEqualTo(4);
        assertThat(version.out()).contains("Client", "no token");
    }

    @Test
    void what_is_no_signalbox_is_told_so() {
        server.on("GET /v1/sessions", (_, exchange) -> ScriptedServer.send(exchange, 200, "<html>", "text/html"));

        Called called = call().with("ps");

        assertThat(called.code()).isEqualTo(1);
        assertThat(called.err()).contains("does not answer as a Signalbox API does");
    }

    @Test
    void a_thing_is_shown_with_the_record_that_caused_its_state() {
        server.on("GET /v1/hosts/gpu-1", 200, """
            {"id":"h-7gq2mxk4tb9wz3cd","name":"gpu-1","status":"UNREACHABLE","statusSince":"2026-11-20T09:57:00Z",
             "labels":{"gpu":"true"},"sessions":["s-1","s-2"],"joinedAt":"2026-11-19T10:00:00Z",
             "fingerprint":{"os":"Linux","capacity":8,"providers":[{"name":"claude","usable":false,"detail":"not found"}]},
             "cause":{"kind":"timer","ref":"lease","what":"lease","topic":"signalbox.commands","partition":3,"offset":71,
             "at":"2026-11-20T09:57:00Z","why":"no report for 10 s"}}\
            """);

        Called called = call().terminal().with("host", "get", "gpu-1");

        assertThat(called.out().lines())
                .contains(
                        "Status           UNREACHABLE for 3m",
                        "Because          no report for 10 s (signalbox.commands/3@71)",
                        "Sessions         s-1,s-2",
                        "Provider claude  not usable, not found");
    }

    @Test
    void a_change_prints_the_id_and_carries_an_idempotency_key() {
        server.on("POST /v1/hosts/gpu-1/drain", 200, "{\"id\":\"h-1\"}");

        Called called = call().with("host", "drain", "gpu-1", "--reason", "new disks");

        assertThat(called.out()).isEqualTo("h-1" + System.lineSeparator());
        Request request = server.requests().getFirst();
        assertThat(request.body()).isEqualTo("{\"reason\":\"new disks\"}");
        assertThat(request.header("Idempotency-Key")).isNotBlank();
        assertThat(request.header("Authorization")).isEqualTo("Bearer token-1");
    }

    @Test
    void a_given_idempotency_key_is_used() {
        server.on("POST /v1/tasks/t-1/retry", 200, "{\"id\":\"t-1\"}");

        call().with("task", "retry", "t-1", "--idempotency-key", "mine");

        assertThat(server.requests().getFirst().header("Idempotency-Key")).isEqualTo("mine");
    }

    @Test
    void agents_are_made_changed_and_deleted() {
        server.on("POST /v1/agents", 201, "{\"id\":\"a-1\"}")
                .on("PATCH /v1/agents/reviewer", 200, "{\"id\":\"a-1\"}")
                .on("DELETE /v1/agents/reviewer", 204, "");

        assertThat(call().with("agent", "create", "reviewer", "-p", "claude", "--kind", "ai", "-l", "team=shop")
                        .out())
                .startsWith("a-1");
        assertThat(call().with("agent", "update", "reviewer", "--role", "").code())
                .isZero();
        assertThat(call().with("agent", "delete", "reviewer").code()).isZero();

        assertThat(server.requests().stream().map(Request::body))
                .containsExactly(
                        "{\"name\":\"reviewer\",\"kind\":\"AI\",\"provider\":\"claude\",\"labels\":{\"team\":\"shop\"}}",
                        "{\"role\":null}",
                        "");
    }

    @Test
    void the_namespace_is_shown_and_its_limits_are_changed() {
        String namespace = """
            {"id":"team","limits":{"hosts":5,"agents":100,"liveSessions":20,"openTasks":30},
             "openedAt":"2026-11-20T09:00:00Z","totals":{"sessions":7,"turns":9}}\
            """;
        server.on("GET /v1/namespace", 200, namespace).on("PATCH /v1/namespace/limits", 200, namespace);

        assertThat(call().terminal().with("namespace", "get").out())
                .containsPattern("Namespace +team")
                .containsPattern("Live sessions +at most 20")
                .containsPattern("Sessions so far +7");
        assertThat(call().with("namespace", "limit", "--live-sessions", "20", "--hosts", "5")
                        .out())
                .isEqualTo("team\n");

        assertThat(server.requests().getLast().body()).isEqualTo("{\"hosts\":5,\"liveSessions\":20}");
    }

    @Test
    void last_is_what_was_made_here_last_else_the_newest_that_the_server_knows() {
        server.on("GET /v1/sessions", 200, "{\"items\":[{\"id\":\"s-newest\"}]}")
                .on("GET /v1/sessions/s-newest", 200, "{\"id\":\"s-newest\"}")
                .on("POST /v1/sessions", 201, "{\"id\":\"s-mine\"}")
                .on("GET /v1/sessions/s-mine", 200, "{\"id\":\"s-mine\"}");

        assertThat(call().with("session", "get", "@last").out()).contains("s-newest");
        call().with("run", "-d", "--", "true");
        assertThat(call().with("session", "get", "@last").out()).contains("s-mine");
    }

    @Test
    void an_address_of_a_page_is_a_reference_too() {
        server.on("GET /v1/sessions/s-1234", 200, "{\"id\":\"s-1234\"}");

        assertThat(call().with("session", "get", server.url() + "/sessions/s-1234")
                        .out())
                .contains("s-1234");
    }

    @Test
    void history_shows_what_happened_and_why() {
        server.on("GET /v1/sessions/s-1/history", 200, """
            {"items":[{"namespace":"default","n":7,"prev":0,"entity":{"type":"session","id":"s-1"},
            "cause":{"kind":"command","ref":"c-1","what":"start_session","actor":{"principal":"maria"},
            "topic":"signalbox.commands","partition":0,"offset":5,"at":"2026-11-20T09:00:00Z"},
            "event":{"type":"session_requested"}}]}\
            """);

        assertThat(call().with("session", "history", "s-1").out())
                .isEqualTo("7\t2026-11-20T09:00:00Z\tsession_requested\tstart_session by maria (signalbox.commands/0@5)"
                        + System.lineSeparator());
    }

    @Test
    void sending_keys_says_where_they_stand() {
        server.on("POST /v1/sessions/s-1/keystrokes", 202, "{\"epoch\":3,\"seq\":17}");

        Called called = call().with("send", "s-1", "--keys", "--enter", "ls");

        assertThat(called.out()).startsWith("epoch 3 seq 17");
        assertThat(server.requests().getFirst().body()).isEqualTo("{\"text\":\"ls\\r\",\"takeover\":false}");
    }

    @Test
    void a_prompt_may_come_from_standard_input_and_be_waited_for() {
        server.on("POST /v1/sessions/s-1/inputs", 201, "{\"id\":\"i-1\",\"status\":\"QUEUED\"}")
                .on("GET /v1/sessions/s-1/inputs/i-1", 200, "{\"id\":\"i-1\",\"status\":\"DELIVERY_UNKNOWN\"}");

        Called called = call().in("two\nlines 🚂").with("send", "s-1", "--wait");

        assertThat(server.request("POST").body()).isEqualTo("{\"text\":\"two\\nlines 🚂\"}");
        assertThat(called.code()).isEqualTo(7);
        assertThat(called.err()).contains("DELIVERY_UNKNOWN");
    }

    @Test
    void a_join_token_is_shown_with_the_call_that_takes_it() {
        server.on("POST /v1/hosts/join-token", 201, "{\"token\":\"j-1\"}");

        Called called = new Called.Call(home).server(server.url()).terminal().with("host", "join-token");

        assertThat(called.out().strip()).isEqualTo("j-1");
        assertThat(called.err()).contains("signalbox host --api " + server.url() + " --join TOKEN");
    }

    @Test
    void stopping_names_each_session_that_it_stopped() {
        server.on("POST /v1/sessions/s-1/stop", 200, "{\"id\":\"s-1\"}")
                .on("POST /v1/sessions/s-2/stop", 200, "{\"id\":\"s-2\"}");

        Called called = call().with("stop", "s-1", "s-2", "--grace", "3s", "--reason", "enough");

        assertThat(called.out().lines()).containsExactlyElementsOf(List.of("s-1", "s-2"));
        assertThat(server.requests().getFirst().body())
                .isEqualTo("{\"graceful\":true,\"grace\":\"PT3S\",\"reason\":\"enough\"}");
        assertThat(server.requests().stream().map(request -> request.header("Idempotency-Key")))
                .doesNotHaveDuplicates();
    }

    private Called.Call call() {
        return new Called.Call(home).server(server.url());
    }
}
