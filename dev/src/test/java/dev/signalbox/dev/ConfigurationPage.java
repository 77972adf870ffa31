package dev.signalbox.dev;

import dev.signalbox.dev.Processes.Configured;
import dev.signalbox.settings.Reference;
import java.util.stream.Collectors;

/// docs/reference/configuration.md, from the records of settings.
final class ConfigurationPage {
    private static final String HEAD = """
        # Configuration

        Generated from the records of settings; `mvn -Dquick -pl dev -am test -Dtest=ConfigurationPageTest -Ddocs=write
        -Dsurefire.failIfNoSpecifiedTests=false` writes it anew.

        Every process takes each of its settings from a flag (`--kafka-servers`), else a variable
        (`SIGNALBOX_KAFKA_SERVERS`), else a line of the file that `--config` or `SIGNALBOX_CONFIG` names
        (`kafka-servers = …`), else its default. An unknown key is an error; a variable that another process knows is not.
        `--print-config` shows every value and where it came from, secrets redacted. Durations are written `250ms`, `10s`,
        `5m`, `2h`, `7d`, sizes `64KiB`, `16MiB`, `2GiB`. A switch is `--key` or `--no-key`, or `true`, `yes`,
        `on`, `1` and their opposites.
        A list has commas between its elements; a comma inside one is written `\\,`, a backslash before it `\\\\`. Where
        `$XDG_DATA_HOME` is not set, it stands for `~/.local/share`.
        """;

    private ConfigurationPage() {}

    static String text() {
        return HEAD + Processes.ALL.stream().map(ConfigurationPage::section).collect(Collectors.joining());
    }

    private static String section(Configured process) {
        return "\n## signalbox %s\n\n%s".formatted(process.name(), Reference.table(process.settings()));
    }
}
