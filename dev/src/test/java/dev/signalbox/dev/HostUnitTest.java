package dev.signalbox.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.settings.Startup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The unit of docs/how-to starts a host agent, and leaves sessions alone when it stops one.
class HostUnitTest {
    private static final Path HOW_TO = Path.of("..", "docs", "how-to");
    private static final Pattern VARIABLE = Pattern.compile("(?m)^(?:Environment=)?(SIGNALBOX_[A-Z_]+)=(\\S+)");

    private final String unit;
    private final String page;

    HostUnitTest() throws IOException {
        unit = Files.readString(HOW_TO.resolve("signalbox-host.service"));
        page = Files.readString(HOW_TO.resolve("host-as-a-service.md"));
    }

    @Test
    void its_variables_are_settings_of_the_host_agent() {
        Map<String, String> variables = VARIABLE.matcher(unit + page)
                .results()
                .collect(Collectors.toMap(match -> match.group(1), match -> match.group(2)));

        assertThat(variables).containsKeys("SIGNALBOX_DATA_DIR", "SIGNALBOX_API", "SIGNALBOX_JOIN");
        assertThat(Startup.of("host", HostProcess.class, List.of(), variables, Processes.tolerant()))
                .isInstanceOf(Startup.Run.class);
    }

    @Test
    void it_runs_what_the_launcher_runs() throws IOException {
        String launcher = Files.readString(Path.of("..", "signalbox"));
        List<String> flags = Pattern.compile(" (-\\S+)")
                .matcher(unit.substring(unit.indexOf("ExecStart="), unit.indexOf(" -cp ")))
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(flags)
                .hasSizeGreaterThan(3)
                .allSatisfy(flag -> assertThat(launcher).contains(flag));
        assertThat(unit).contains(Main.class.getName() + " host\n");
    }

    @Test
    void nothing_but_the_agent_is_killed() {
        assertThat(unit)
                .contains("\nKillMode=process\n", "\nOOMPolicy=continue\n")
                .doesNotContain("\nPrivateTmp", "\nDynamicUser", "\nRuntimeDirectory");
    }
}
