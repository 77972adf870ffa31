package dev.signalbox.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.settings.Startup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// docker-compose.yml sets variables that the services know, to values that they take. Read by its lines: an anchor's
/// block and a service's block, which is all that stands in it.
class ComposeTest {
    private static final Pattern BLOCK = Pattern.compile("^(?:  )?([a-z][a-z0-9-]*):(?: &.*)?$");
    private static final Pattern COMMAND = Pattern.compile("^    command: \\[([a-z]+)\\]$");
    private static final Pattern VARIABLE = Pattern.compile("^ +(SIGNALBOX_[A-Z_]+): \"?([^\"]*)\"?$");

    @Test
    void every_service_starts_with_its_variables() throws IOException {
        var variables = new HashMap<String, Map<String, String>>();
        var commands = new HashMap<String, String>();
        String block = "";
        for (String line : Files.readAllLines(Path.of("..", "docker-compose.yml"))) {
            Matcher matcher = BLOCK.matcher(line);
            if (matcher.matches()) {
                block = matcher.group(1);
            }
            matcher = COMMAND.matcher(line);
            if (matcher.matches()) {
                commands.put(block, matcher.group(1));
            }
            matcher = VARIABLE.matcher(line);
            if (matcher.matches()) {
                variables.computeIfAbsent(block, _ -> new HashMap<>()).put(matcher.group(1), value(matcher.group(2)));
            }
        }

        assertThat(commands.values()).contains("api", "processor", "host");
        commands.forEach((service, command) -> {
            var environment = new HashMap<>(variables.get("x-environment"));
            environment.putAll(variables.getOrDefault(service, Map.of()));
            assertThat(Startup.of(
                            command,
                            Processes.ALL.stream()
                                    .filter(process -> process.name().equals(command))
                                    .findFirst()
                                    .orElseThrow()
                                    .settings(),
                            List.of(),
                            environment,
                            Processes.tolerant()))
                    .as(service)
                    .isInstanceOf(Startup.Run.class);
        });
    }

    /// What compose puts in for `${NAME:-fallback}` where NAME is not set.
    private static String value(String text) {
        return text.replaceAll("\\$\\{[A-Z_]+:-([^}]*)}", "$1");
    }
}
