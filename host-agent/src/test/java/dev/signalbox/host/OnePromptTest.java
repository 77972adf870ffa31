package dev.signalbox.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.schemas.directive.Directive;
import dev.signalbox.schemas.report.Report;
import dev.signalbox.schemas.spec.ApprovalMode;
import dev.signalbox.schemas.spec.TaskSpec;
import dev.signalbox.schemas.spec.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How programs that take one prompt as a word of their argv are called, with stand-ins of their names on the PATH.
final class OnePromptTest extends WithControlPlane {
    /// Looks like a flag, a command of aider's and of a shell's, and has lines.
    private static final String PROMPT = "--yes !ls\n/run `touch made` $(touch made)";

    private Path work;
    private HostAgent agent;
    private ControlPlane.HostSide host;

    @BeforeEach
    void startAgent() throws Exception {
        Path programs = Files.createDirectory(directory.resolve("programs"));
        work = directory.resolve("work");
        for (String name : List.of("cursor-agent", "aider")) {
            Path program = Files.writeString(
                    programs.resolve(name), "#!/bin/sh\n[ \"$1\" = --version ] || printf '%s\\0' \"$@\" > argv\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.merge("PATH", programs.toString(), (path, first) -> first + ":" + path);
        agent = HostAgent.start(plane.settings(directory.resolve("data"), work), environment);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(agent.readiness()).isInstanceOf(HostAgent.Readiness.Ready.class));
        host = plane.host(agent.hostId());
    }

    @AfterEach
    void stopAgent() throws Exception {
        agent.close();
        host.close();
    }

    private List<String> arguments(String provider) throws Exception {
        var spec = new TaskSpec(
                null,
                PROMPT,
                provider,
                List.of(),
                null,
                new Workspace(work.toRealPath().toString(), null),
                null,
                List.of(),
                Map.of(),
                Map.of(),
                ApprovalMode.EDITS,
                null,
                null,
                1,
                0,
                null);
        host.tell(new Directive.Launch("s-" + provider, 1, spec.session(), "in-1", PROMPT, Map.of()));
        assertThat(host.awaitReport(Report.SessionExited.class).end().exitCode())
                .isZero();
        assertThat(work.resolve("made")).doesNotExist();
        return List.of(Files.readString(work.resolve("argv")).split("\0"));
    }

    @Test
    void cursor_trusts_the_directory_and_has_the_prompt_behind_its_flags() throws Exception {
        assertThat(arguments("cursor"))
                .containsExactly("-p", "--trust", "--output-format", "text", "--force", "--", PROMPT);
    }

    @Test
    void aider_has_the_prompt_in_one_word_with_its_flag_and_not_as_a_command() throws Exception {
        assertThat(arguments("aider")).containsExactly("--no-check-update", "--yes-always", "--message= " + PROMPT);
    }
}
