package dev.signalbox.host.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProviderProbeTest {
    @TempDir
    private Path bin;

    @Test
    void a_provider_without_a_program_is_always_there() throws Exception {
        var finding = probe(Providers.COMMAND, Map.of());

        assertThat(finding.found().usable()).isTrue();
        assertThat(finding.found().terminal()).isTrue();
        assertThat(finding.credentials()).isTrue();
    }

    @Test
    void a_program_that_is_missing_is_named() throws Exception {
        var finding = probe(Providers.CLAUDE, Map.of());

        assertThat(finding.found().usable()).isFalse();
        assertThat(finding.found().detail()).contains("'claude' is not on the PATH");
    }

    @Test
    void a_program_that_is_there_tells_its_version() throws Exception {
        program("claude", "echo '9.8.7 (Test)'");

        var finding = probe(Providers.CLAUDE, Map.of("ANTHROPIC_API_KEY", "key"));

        assertThat(finding.found().usable()).isTrue();
        assertThat(finding.found().version()).isEqualTo("9.8.7 (Test)");
        assertThat(finding.found().detail()).isNull();
        assertThat(finding.program()).contains(bin.resolve("claude"));
    }

    @Test
    void a_program_without_credentials_says_how_to_get_them() throws Exception {
        program("claude", "[ \"$1\" = --version ] && echo 1 || exit 1");

        var finding = probe(Providers.CLAUDE, Map.of());

        assertThat(finding.credentials()).isFalse();
        assertThat(finding.found().usable()).isTrue();
        assertThat(finding.found().detail()).contains("claude auth login");
    }

    @Test
    void a_login_counts_as_credentials() throws Exception {
        program("claude", "exit 0");

        assertThat(probe(Providers.CLAUDE, Map.of()).credentials()).isTrue();
    }

    @Test
    void a_program_that_fails_or_hangs_is_not_usable() throws Exception {
        program("claude", "exit 3");
        program("codex", "sleep 60");

        assertThat(probe(Providers.CLAUDE, Map.of()).found().detail()).contains("does not work");
        assertThat(probe(Providers.CODEX, Map.of()).found().usable()).isFalse();
    }

    @Test
    void a_probe_gets_only_what_a_session_would_get() throws Exception {
        program("claude", "echo \"$SECRET-$SIGNALBOX_JOIN-$CLAUDE_X-$LANG\"");

        var finding =
                probe(Providers.CLAUDE, Map.of("SECRET", "s", "SIGNALBOX_JOIN", "j", "CLAUDE_X", "x", "LANG", "b"));

        assertThat(finding.found().version()).isEqualTo("--x-b");
    }

    private ProviderProbe.Finding probe(Provider provider, Map<String, String> environment) throws Exception {
        var own = new HashMap<>(environment);
        own.put("PATH", bin + ":/usr/bin:/bin");
        return new ProviderProbe(own, true, Duration.ofSeconds(2))
                .findings(List.of(provider))
                .getFirst();
    }

    private void program(String name, String script) throws IOException {
        var file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
