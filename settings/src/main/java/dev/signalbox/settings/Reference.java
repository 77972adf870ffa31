package dev.signalbox.settings;

import java.util.stream.Collectors;

/// What can be set, as text for people: the help of a process and its table in docs/reference/configuration.md.
public final class Reference {
    private Reference() {}

    /// A Markdown table, one row a setting, in the order of declaration.
    public static String table(Class<? extends Record> type) {
        var rows = SettingsRecord.of(type).keys().stream()
                .map(key -> "| `%s` | `%s`%s | %s | %s | %s |"
                        .formatted(
                                key.key(),
                                key.variable(),
                                key.also() == null ? "" : " or `" + key.also() + "`",
                                SettingValue.describe(key.type()),
                                byDefault(key),
                                key.description().replace("|", "\\|")))
                .collect(Collectors.joining("\n"));
        return "| key | variable | type | default | what it does |\n|---|---|---|---|---|\n" + rows + "\n";
    }

    static String help(String name, Class<? extends Record> type) {
        var flags = SettingsRecord.of(type).keys().stream()
                .map(key -> "  %s <%s>%n      %s%s%n"
                        .formatted(
                                key.flag(),
                                SettingValue.describe(key.type()),
                                key.description(),
                                key.byDefault() == null || key.byDefault().isEmpty()
                                        ? ""
                                        : " Default: " + key.byDefault()))
                .collect(Collectors.joining());
        return """
            Usage: signalbox %s [--config FILE] [--print-config] [--help] [--version] [flags]
            Each flag is also a variable (--kafka-servers: SIGNALBOX_KAFKA_SERVERS) and a key of the file (kafka-servers = ...).
            %s\
            """.formatted(name, flags);
    }

    private static String byDefault(SettingKey key) {
        String text = key.byDefault();
        if (text == null) {
            return key.optional() ? "" : "required";
        }
        return text.isEmpty() ? "empty" : "`" + text + "`";
    }
}
