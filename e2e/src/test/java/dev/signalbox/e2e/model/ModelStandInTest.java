package dev.signalbox.e2e.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class ModelStandInTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private ModelStandIn standIn;

    @BeforeEach
    void start() throws IOException {
        standIn = ModelStandIn.start();
    }

    @AfterEach
    void stop() {
        standIn.close();
        http.close();
    }

    @Nested
    final class Anthropic {
        @Test
        void streams_an_echo_as_text_deltas_between_start_and_stop() throws Exception {
            var events = events(post("/v1/messages", anthropic("hello", true)));

            assertThat(events)
                    .extracting(e -> e.path("type").asText())
                    .containsExactly(
                            "message_start",
                            "content_block_start",
                            "content_block_delta",
                            "content_block_stop",
                            "message_delta",
                            "message_stop");
            assertThat(events.get(2).at("/delta/text").asText()).isEqualTo("You said: hello");
        }

        @Test
        void answers_whole_when_no_stream_is_asked_for() throws Exception {
            var message = JSON.readTree(
                    post("/v1/messages", anthropic("hello", false)).body());

            assertThat(message.at("/content/0/text").asText()).isEqualTo("You said: hello");
            assertThat(message.path("stop_reason").asText()).isEqualTo("end_turn");
        }

        @Test
        void notes_that_the_agent_adds_are_no_part_of_the_prompt() throws Exception {
            var noted = anthropic("<system-reminder>FAIL</system-reminder>hello", false);

            assertThat(JSON.readTree(post("/v1/messages", noted).body())
                            .at("/content/0/text")
                            .asText())
                    .isEqualTo("You said: hello");
        }

        @Test
        void calls_the_shell_tool_and_then_reports_its_output() throws Exception {
            var events = events(post("/v1/messages", anthropic("TOOL:ls", true)));
            var result = """
                {"messages":[{"role":"user","content":[{"type":"tool_result","content":[{"type":"text","text":"a.txt"}]}]}]}\
                """;

            assertThat(events.get(1).at("/content_block/name").asText()).isEqualTo("Bash");
            assertThat(JSON.readTree(events.get(2).at("/delta/partial_json").asText())
                            .path("command")
                            .asText())
                    .isEqualTo("ls");
            assertThat(JSON.readTree(post("/v1/messages", result).body())
                            .at("/content/0/text")
                            .asText())
                    .isEqualTo("Tool said: a.txt");
        }

        private static String anthropic(String prompt, boolean stream) {
            return """
                {"model":"m","stream":%s,"tools":[{"name":"Bash"}],
                 "messages":[{"role":"user","content":[{"type":"text","text":"%s"}]}]}\
                """.formatted(stream, prompt);
        }
    }

    @Nested
    final class OpenAi {
        @Test
        void streams_an_echo_ending_with_the_completed_response() throws Exception {
            var events = events(post("/v1/responses", openAi("hello")));

            assertThat(events)
                    .extracting(e -> e.path("type").asText())
                    .containsExactly(
                            "response.created",
                            "response.output_item.added",
                            "response.output_text.delta",
                            "response.output_item.done",
                            "response.completed");
            assertThat(events.getLast().at("/response/output/0/content/0/text").asText())
                    .isEqualTo("You said: hello");
        }

        @Test
        void calls_whichever_shell_tool_is_offered_and_then_reports_its_output() throws Exception {
            var call = events(post("/v1/responses", openAi("TOOL:ls"))).get(2).path("item");
            var result = """
                {"input":[{"role":"user","content":"TOOL:ls"},{"type":"function_call_output","output":"a.txt"}]}\
                """;

            assertThat(call.path("name").asText()).isEqualTo("exec_command");
            assertThat(JSON.readTree(call.path("arguments").asText())
                            .path("cmd")
                            .asText())
                    .isEqualTo("ls");
            assertThat(post("/v1/responses", result).body()).contains("Tool said: a.txt");
        }

        @Test
        void writes_a_script_where_codex_offers_its_tools_inside_one() throws Exception {
            var request = """
                {"model":"m","stream":true,"input":[
                  {"type":"additional_tools","tools":[{"type":"namespace","tools":[{"type":"custom","name":"exec"}]}]},
                  {"role":"user","content":[{"type":"input_text","text":"TOOL:echo 'a'"}]}]}\
                """;

            var call = events(post("/v1/responses", request)).get(2).path("item");

            assertThat(call.path("type").asText()).isEqualTo("custom_tool_call");
            assertThat(call.path("input").asText()).contains("tools.exec_command({cmd: \"echo 'a'\"");
        }

        private static String openAi(String prompt) {
            return """
                {"model":"m","stream":true,"tools":[{"name":"exec_command"}],
                 "input":[{"role":"user","content":[{"type":"input_text","text":"%s"}]}]}\
                """.formatted(prompt);
        }
    }

    @Test
    void fails_with_the_status_that_the_prompt_names() throws Exception {
        assertThat(post("/v1/messages", Anthropic.anthropic("FAIL", true)).statusCode())
                .isEqualTo(500);
        assertThat(post("/v1/responses", OpenAi.openAi("FAIL:429")).statusCode())
                .isEqualTo(429);
    }

    @Test
    void counts_every_request_to_a_model_and_nothing_else() throws Exception {
        post("/v1/messages", Anthropic.anthropic("hello", true));
        post("/v1/messages", Anthropic.anthropic("FAIL", true));
        post("/v1/messages/count_tokens", "{}");

        assertThat(standIn.requests()).isEqualTo(2);
    }

    @Test
    void a_request_that_is_no_json_is_refused_with_what_is_wrong() throws Exception {
        var response = post("/v1/messages", "{\"messages\":");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("not JSON");
    }

    @Test
    void hangs_until_it_is_closed() {
        CompletableFuture<HttpResponse<String>> answer =
                http.sendAsync(request("/v1/messages", Anthropic.anthropic("HANG", true)), BodyHandlers.ofString());
        await().until(() -> standIn.requests() == 1);
        assertThat(answer).isNotDone();

        standIn.close();

        assertThatThrownBy(() -> answer.orTimeout(5, TimeUnit.SECONDS).join())
                .hasRootCauseInstanceOf(IOException.class);
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return http.send(request(path, body), BodyHandlers.ofString());
    }

    private HttpRequest request(String path, String body) {
        return HttpRequest.newBuilder(URI.create(standIn.anthropicBase() + path))
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static List<JsonNode> events(HttpResponse<String> response) {
        return response.body()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> {
                    try {
                        return JSON.readTree(line.substring("data: ".length()));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }
}
