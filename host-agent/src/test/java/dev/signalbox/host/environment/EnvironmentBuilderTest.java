package dev.signalbox.host.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.schemas.error.ErrorCode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentBuilderTest {
    private static final Map<String, String> OWN = Map.of(
            "PATH", "/bin",
            "HOME", "/home/x",
            "LC_TIME", "C",
            "SIGNALBOX_TOKEN", "canary",
            "KAFKA_PASSWORD", "canary",
            "ANTHROPIC_API_KEY", "key",
            "LD_PRELOAD", "evil.so",
            "NODE_OPTIONS", "--require evil",
            "BASH_FUNC_x%%", "() { evil; }");

    private final EnvironmentBuilder builder = new EnvironmentBuilder(OWN);

    @Test
    void only_what_every_program_needs_is_inherited() {
        assertThat(built(Map.of(), Map.of(), Map.of()))
                .isEqualTo(Map.of("PATH", "/bin", "HOME", "/home/x", "LC_TIME", "C"));
    }

    @Test
    void a_path_is_there_even_if_the_host_agent_has_none() {
        EnvironmentResult result = new EnvironmentBuilder(Map.of()).build(Map.of(), Map.of(), Map.of());

        assertThat(result).isEqualTo(new EnvironmentResult.Built(Map.of("PATH", "/usr/local/bin:/usr/bin:/bin")));
    }

    @Test
    void a_provider_passes_on_what_it_names_but_nothing_that_loads_code_or_is_the_hosts_own() {
        assertThat(built(OWN, Map.of(), Map.of()))
                .containsEntry("ANTHROPIC_API_KEY", "key")
                .doesNotContainKeys("LD_PRELOAD", "NODE_OPTIONS", "BASH_FUNC_x%%", "SIGNALBOX_TOKEN");
    }

    @Test
    void what_the_client_gives_is_added() {
        assertThat(built(Map.of(), Map.of("LANG", "de_DE.UTF-8", "MY_flag2", "a=b\nc"), Map.of()))
                .containsEntry("LANG", "de_DE.UTF-8")
                .containsEntry("MY_flag2", "a=b\nc");
    }

    @Test
    void a_secret_is_taken_from_the_host_by_name() {
        assertThat(built(Map.of(), Map.of(), Map.of("API_KEY", "ANTHROPIC_API_KEY")))
                .containsEntry("API_KEY", "key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LD_PRELOAD",
                "LD_LIBRARY_PATH",
                "LD_AUDIT",
                "DYLD_INSERT_LIBRARIES",
                "BASH_ENV",
                "ENV",
                "NODE_OPTIONS",
                "JAVA_TOOL_OPTIONS",
                "_JAVA_OPTIONS",
                "JDK_JAVA_OPTIONS",
                "PYTHONSTARTUP",
                "PYTHONPATH",
                "PERL5OPT",
                "RUBYOPT",
                "GIT_SSH_COMMAND",
                "GIT_CONFIG_COUNT",
                "PATH",
                "HOME",
                "IFS",
                "SIGNALBOX_SESSION"
            })
    void what_loads_code_or_is_the_hosts_own_is_refused(String name) {
        assertThat(refused(Map.of(name, "x"), Map.of())).isEqualTo("env." + name);
        assertThat(refused(Map.of(), Map.of(name, "ANTHROPIC_API_KEY"))).isEqualTo("envFrom." + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1A", "A-B", "A B", "A=B", "A\nB", "A\0B", "é", "BASH_FUNC_x%%"})
    void a_name_that_is_none_is_refused(String name) {
        assertThat(refused(Map.of(name, "x"), Map.of())).isEqualTo("env");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OPENAI_API_KEY",
                "GITHUB_TOKEN",
                "token",
                "DB_PASSWORD",
                "AWS_SECRET_ACCESS_KEY",
                "GH_PAT",
                "APIKEY",
                "MY_PRIVATE_KEY_FILE",
                "CLIENT_SECRET"
            })
    void what_looks_secret_is_refused_with_the_way_to_do_it(String name) {
        EnvironmentResult result = builder.build(Map.of(), Map.of(name, "canary-value"), Map.of());

        assertThat(result).isInstanceOfSatisfying(EnvironmentResult.Refused.class, refused -> {
            assertThat(refused.why().code()).isEqualTo(ErrorCode.ENV_REFUSED);
            assertThat(refused.why().message()).contains("envFrom", name).doesNotContain("canary-value");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"MONKEY", "KEYBOARD_LAYOUT", "TOKENIZER", "PATTERN", "COMPAT_MODE"})
    void what_only_sounds_secret_is_not(String name) {
        assertThat(built(Map.of(), Map.of(name, "x"), Map.of())).containsEntry(name, "x");
    }

    @Test
    void a_variable_that_the_host_lacks_is_named() {
        assertThat(refused(Map.of(), Map.of("A", "MISSING"))).isEqualTo("envFrom.A");
    }

    @Test
    void the_host_agents_own_keys_cannot_be_had_by_name() {
        assertThat(refused(Map.of(), Map.of("A", "SIGNALBOX_TOKEN"))).isEqualTo("envFrom.A");
    }

    @Test
    void nul_in_a_value_is_refused() {
        assertThat(refused(Map.of("A", "x\0y"), Map.of())).isEqualTo("env.A");
    }

    @Test
    void values_do_not_show_in_a_log() {
        assertThat(builder.build(Map.of(), Map.of("A", "canary-value"), Map.of())
                        .toString())
                .doesNotContain("canary-value");
    }

    private Map<String, String> built(
            Map<String, String> passedOn, Map<String, String> given, Map<String, String> from) {
        EnvironmentResult result = builder.build(passedOn, given, from);
        assertThat(result).isInstanceOf(EnvironmentResult.Built.class);
        return ((EnvironmentResult.Built) result).variables();
    }

    /// @return what the message says is wrong
    private String refused(Map<String, String> given, Map<String, String> from) {
        EnvironmentResult result = builder.build(Map.of(), given, from);
        assertThat(result).isInstanceOf(EnvironmentResult.Refused.class);
        return ((EnvironmentResult.Refused) result).why().message().split("[ :]")[0];
    }
}
