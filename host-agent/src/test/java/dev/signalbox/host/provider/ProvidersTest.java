package dev.signalbox.host.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.spec.ApprovalMode;
import dev.signalbox.schemas.spec.SessionSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProvidersTest {
    private static final String ID = "s-1";

    @Test
    void names_are_unique_and_lead_to_their_provider() {
        assertThat(Providers.all()).extracting(Provider::name).doesNotHaveDuplicates();
        for (var provider : Providers.all()) {
            assertThat(Providers.named(provider.name())).contains(provider);
        }
        assertThat(Providers.named("nobody")).isEmpty();
    }

    @Test
    void a_command_is_its_own_argv_word_by_word() throws Exception {
        var spec = new Spec("command").arguments("sh", "-c", "echo 'a b'").build();

        assertThat(argv(Providers.COMMAND, spec)).containsExactly("sh", "-c", "echo 'a b'");
    }

    @Nested
    final class Claude {
        @Test
        void streams_both_ways_and_asks_over_its_streams_as_long_as_somebody_can_answer() throws Exception {
            assertThat(argv(Providers.CLAUDE, new Spec("claude").build()))
                    .startsWith("/bin/it", "-p", "--input-format", "stream-json")
                    .endsWith("--permission-prompt-tool", "stdio");
            assertThat(argv(Providers.CLAUDE, new Spec("claude").oneShot().build()))
                    .doesNotContain("--permission-prompt-tool");
        }

        @Test
        void approvals_and_further_arguments_come_last() throws Exception {
            var spec = new Spec("claude")
                    .oneShot()
                    .approvals(ApprovalMode.EDITS)
                    .arguments("--model", "opus")
                    .build();

            assertThat(argv(Providers.CLAUDE, spec)).endsWith("--permission-mode", "acceptEdits", "--model", "opus");
        }

        /// Left to itself it may decide on its own what needs nobody's leave.
        @Test
        void is_told_to_ask_where_it_is_to_ask() throws Exception {
            assertThat(argv(Providers.CLAUDE, new Spec("claude").build()))
                    .containsSequence("--permission-mode", "default");
            assertThat(argv(Providers.CLAUDE, new Spec("claude").interactive().build()))
                    .containsSequence("--permission-mode", "default");
        }

        @Test
        void goes_on_with_the_native_session_of_an_earlier_one() throws Exception {
            var spec = new Spec("claude").resumes("s-0", "native-0").build();

            var line = Providers.CLAUDE.commandLine("/bin/it", spec, ID, 1);

            assertThat(line.argv()).containsSequence("--resume", "native-0");
            assertThat(line.nativeSessionId()).isEqualTo("native-0");
        }

        @Test
        void names_its_native_session_in_a_terminal_anew_for_each_launch() throws Exception {
            var spec = new Spec("claude").interactive().build();

            var first = Providers.CLAUDE.commandLine("/bin/it", spec, ID, 1);

            assertThat(first.argv()).containsSequence("--session-id", first.nativeSessionId());
            assertThat(Providers.CLAUDE.commandLine("/bin/it", spec, ID, 1)).isEqualTo(first);
            assertThat(Providers.CLAUDE.commandLine("/bin/it", spec, ID, 2).nativeSessionId())
                    .isNotEqualTo(first.nativeSessionId());
        }
    }

    @Nested
    final class Codex {
        @Test
        void takes_its_prompt_as_the_whole_of_standard_input() throws Exception {
            var line = Providers.CODEX.commandLine("/bin/it", new Spec("codex").build(), ID, 1);

            assertThat(line.argv()).containsExactly("/bin/it", "exec", "--json", "--skip-git-repo-check", "-");
            assertThat(line.launch().prompting()).isEqualTo(Prompting.WHOLE_INPUT);
            assertThat(line.launch().prompting().manyTurns()).isFalse();
        }

        @Test
        void resumes_by_a_subcommand() throws Exception {
            var spec = new Spec("codex")
                    .resumes("s-0", "thread-0")
                    .approvals(ApprovalMode.ALL)
                    .build();

            assertThat(argv(Providers.CODEX, spec))
                    .containsExactly(
                            "/bin/it",
                            "exec",
                            "resume",
                            "--json",
                            "--skip-git-repo-check",
                            "--dangerously-bypass-approvals-and-sandbox",
                            "thread-0",
                            "-");
        }
    }

    @Test
    void what_cannot_be_started_is_refused_with_a_code() {
        refuses(Providers.COMMAND, new Spec("command").arguments("x").resumes("s-0", null), "SESSION_NOT_RESUMABLE");
        refuses(Providers.CLAUDE, new Spec("claude").resumes("s-0", null), "SESSION_NOT_RESUMABLE");
        refuses(Providers.named("gemini").orElseThrow(), new Spec("gemini"), "LAUNCH_FAILED");
    }

    @ParameterizedTest
    @CsvSource({
        "droid, exec --auto low, WHOLE_INPUT",
        "cursor, -p --trust --output-format text --force --, LAST_WORD",
        "aider, --no-check-update --yes-always, LAST_WORD"
    })
    void those_that_print_for_eyes_do_one_prompt_without_a_terminal(String name, String arguments, Prompting prompting)
            throws Exception {
        var spec = new Spec(name).approvals(ApprovalMode.EDITS).build();

        var line = Providers.named(name).orElseThrow().commandLine("/bin/it", spec, ID, 1);

        assertThat(String.join(" ", line.argv())).isEqualTo("/bin/it " + arguments);
        assertThat(line.launch().prompting()).isEqualTo(prompting);
        assertThat(prompting.manyTurns()).isFalse();
    }

    @Test
    void a_provider_gets_its_own_variables_and_no_others() {
        var own = Map.of(
                "ANTHROPIC_API_KEY", "k", "CLAUDE_X", "1", "DISABLE_Y", "1", "OPENAI_API_KEY", "o", "HOME", "/h");

        assertThat(Providers.CLAUDE.environment().passedFrom(own))
                .containsOnlyKeys("ANTHROPIC_API_KEY", "CLAUDE_X", "DISABLE_Y");
        assertThat(Providers.COMMAND.environment().passedFrom(own)).isEmpty();
    }

    @Test
    void codex_also_gets_the_variables_that_its_configuration_names(@TempDir Path home) throws Exception {
        Files.writeString(home.resolve("config.toml"), """
            [model_providers.mine]
            base_url = "http://localhost/v1"
            env_key = "MY_KEY"
            # env_key = "NOT_THIS"
            [mcp_servers.a]
              bearer_token_env_var = 'MCP_TOKEN'
            """);
        var own = Map.of(
                "CODEX_HOME", home.toString(), "MY_KEY", "k", "MCP_TOKEN", "t", "NOT_THIS", "n", "OPENAI_X", "o");

        assertThat(Providers.CODEX.environment().passedFrom(own))
                .containsOnlyKeys("CODEX_HOME", "MY_KEY", "MCP_TOKEN", "OPENAI_X");
        assertThat(Providers.CODEX.credentials().standIn(own)).isTrue();
        assertThat(Providers.CODEX.credentials().standIn(Map.of("CODEX_HOME", home.toString())))
                .isFalse();
    }

    private static void refuses(Provider provider, Spec spec, String code) {
        assertThatThrownBy(() -> provider.commandLine("/bin/it", spec.build(), ID, 1))
                .isInstanceOfSatisfying(
                        LaunchRefusedException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.valueOf(code)));
    }

    private static List<String> argv(Provider provider, SessionSpec spec) throws LaunchRefusedException {
        return provider.commandLine("/bin/it", spec, ID, 1).argv();
    }

    private static final class Spec {
        private final String provider;
        private List<String> arguments = List.of();
        private boolean interactive;
        private boolean oneShot;
        private ApprovalMode approvals = ApprovalMode.ASK;
        private @Nullable String resumes;
        private @Nullable String nativeId;

        Spec(String provider) {
            this.provider = provider;
        }

        Spec arguments(String... words) {
            arguments = List.of(words);
            return this;
        }

        Spec interactive() {
            interactive = true;
            return this;
        }

        Spec oneShot() {
            oneShot = true;
            return this;
        }

        Spec approvals(ApprovalMode mode) {
            approvals = mode;
            return this;
        }

        Spec resumes(String sessionId, @Nullable String nativeSessionId) {
            resumes = sessionId;
            nativeId = nativeSessionId;
            return this;
        }

        SessionSpec build() {
            return new SessionSpec(
                    provider,
                    arguments,
                    interactive,
                    oneShot,
                    null,
                    null,
                    List.of(),
                    Map.of(),
                    Map.of(),
                    approvals,
                    null,
                    null,
                    false,
                    resumes,
                    nativeId);
        }
    }
}
