package dev.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class UsageTest {
    @TempDir
    static Path home;

    private static final String NOBODY = "http://127.0.0.1:1";

    @ParameterizedTest
    @MethodSource("verbs")
    void every_verb_has_help(List<String> verb) {
        Called called = call().with(plus(verb, "--help"));

        assertThat(called.code()).isZero();
        assertThat(called.out()).startsWith("Usage: signalbox " + String.join(" ", verb));
        assertThat(called.err()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void every_verb_tells_of_wrong_usage_in_one_envelope_when_json_is_wanted(List<String> verb) throws Exception {
        Called called = call().with(plus(verb, "-o", "json", "--bogus"));

        assertThat(called.code()).isEqualTo(2);
        assertThat(called.out()).isEmpty();
        JsonNode error = new JsonMapper().readTree(called.err()).path("error");
        assertThat(error.path("code").asText()).isEqualTo("USAGE");
        assertThat(error.path("message").asText()).isNotEmpty();
        assertThat(error.path("retryable").isBoolean()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("callsOfTheServer")
    void every_verb_tells_that_no_server_is_there_with_6_and_nothing_on_standard_output(List<String> words)
            throws Exception {
        Called called = call().server(NOBODY).with(plus(words, "-o", "json"));

        assertThat(called.code()).isEqualTo(6);
        JsonNode error = new JsonMapper().readTree(called.err()).path("error");
        assertThat(error.path("code").asText()).isEqualTo("UNREACHABLE");
        assertThat(error.path("retryable").asBoolean()).isTrue();
        assertThat(called.out()).isEmpty();
    }

    @Test
    void without_words_it_shows_the_help() {
        Called called = call().with();

        assertThat(called.code()).isZero();
        assertThat(called.out()).contains("Usage: signalbox", "run ", "completion ", "Exit codes:", "130");
    }

    @Test
    void a_mistyped_verb_is_answered_with_the_nearest() {
        Called called = call().with("lgos");

        assertThat(called.code()).isEqualTo(2);
        assertThat(called.err()).contains("lgos").contains("Did you mean: logs");
    }

    @Test
    void a_group_without_a_verb_is_wrong_usage() {
        assertThat(call().with("task").code()).isEqualTo(2);
        assertThat(call().with("host", "nothing").code()).isEqualTo(2);
    }

    @Test
    void the_version_needs_no_server() {
        Called called = call().with("--version");

        assertThat(called.code()).isZero();
        assertThat(called.out()).matches("signalbox \\d+\\.\\d+\\.\\d+\\S*\\R");
    }

    @ParameterizedTest
    @CsvSource({"bash,_complete_signalbox", "zsh,bashcompinit", "fish,__fish_seen_subcommand_from"})
    void completion_knows_every_verb(String shell, String sign) {
        Called called = call().with("completion", shell);

        assertThat(called.code()).isZero();
        assertThat(called.out()).contains(sign, "attach", "join-token", "idempotency-key");
    }

    @ParameterizedTest
    @CsvSource({
        "run, what is to run",
        "run -p claude two words, one argument",
        "run program -- -p command, ",
        "run -p command prompt -- true, behind --",
        "run --branch b -- true, belong to a worktree",
        "run --title t -- true, need --task",
        "run --task -i -- true, not for tasks",
        "run -e NO_SUCH_VARIABLE_HERE -- true, no such variable",
        "run -l novalue -- true, NAME=VALUE",
        "run --silent-host replace:soon -- true, not a duration",
        "stop s-abcd --grace soon, not a duration",
        "send s-abcd --enter text, belong to --keys",
        "ps --limit 0, at least 1",
        "ps --server ftp://x, address of a server",
        "ps --request-timeout soon, not a duration",
        "logs -f s-abcd -o json, jsonl",
        "events -f -o json, jsonl",
        "agent update reviewer, nothing is to be changed",
        "namespace limit, nothing is to be changed",
        "logs '', names nothing"
    })
    void wrong_usage_is_told_with_what_would_be_right(String words, String said) {
        String[] args = Stream.of(words.split(" "))
                .map(word -> word.equals("''") ? "" : word)
                .toArray(String[]::new);

        Called called = call().server(NOBODY).with(args);

        assertThat(called.code()).isEqualTo(2);
        assertThat(called.err()).contains(said == null ? "signalbox" : said).doesNotContain("Exception");
        assertThat(called.out()).isEmpty();
    }

    @Test
    void an_unknown_format_in_the_environment_is_wrong_usage() {
        assertThat(call().server(NOBODY)
                        .variable("SIGNALBOX_OUTPUT", "yaml")
                        .with("ps")
                        .code())
                .isEqualTo(2);
    }

    static Stream<List<String>> verbs() {
        ByteArrayOutputStream none = new ByteArrayOutputStream();
        CommandLine root = Main.commandLine(call().surroundings(none, none));
        List<List<String>> verbs = new ArrayList<>();
        root.getSubcommands().forEach((name, verb) -> {
            verbs.add(List.of(name));
            verb.getSubcommands().keySet().forEach(inner -> verbs.add(List.of(name, inner)));
        });
        assertThat(verbs).hasSizeGreaterThan(30);
        return verbs.stream();
    }

    static Stream<List<String>> callsOfTheServer() {
        return Stream.of(
                        "run -- true",
                        "ps",
                        "logs s-abcd",
                        "attach s-abcd",
                        "send s-abcd hello",
                        "stop s-abcd",
                        "resume s-abcd",
                        "task create -- true",
                        "task list",
                        "task get t-abcd",
                        "task wait t-abcd",
                        "task logs t-abcd",
                        "task cancel t-abcd",
                        "task retry t-abcd",
                        "session list",
                        "session get s-abcd",
                        "session wait s-abcd",
                        "session inputs s-abcd",
                        "session history s-abcd",
                        "host list",
                        "host get h",
                        "host drain h",
                        "host undrain h",
                        "host remove h",
                        "host join-token",
                        "agent create a",
                        "agent list",
                        "agent get a",
                        "agent update a --role r",
                        "agent delete a",
                        "namespace get",
                        "namespace limit --hosts 3",
                        "events")
                .map(words -> List.of(words.split(" ")))
                .map(words -> words.contains("--") ? beforeDashes(words) : words);
    }

    private static List<String> beforeDashes(List<String> words) {
        int at = words.indexOf("--");
        List<String> moved = new ArrayList<>(words.subList(0, at));
        moved.addAll(List.of("-o", "json"));
        moved.addAll(words.subList(at, words.size()));
        return moved;
    }

    private static String[] plus(List<String> words, String... more) {
        List<String> all = new ArrayList<>(words);
        if (!words.contains("--")) {
            all.addAll(List.of(more));
        }
        return all.toArray(String[]::new);
    }

    private static Called.Call call() {
        return new Called.Call(home);
    }
}
