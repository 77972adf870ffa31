package dev.signalbox.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The first step of a process's `main`: its arguments and environment become its settings, or a text and an exit code.
///
/// Beside the flags of the record it knows `--config FILE` (also `SIGNALBOX_CONFIG`), `--print-config`, `--help` and
/// `--version`.
public sealed interface Startup<R extends Record> {
    /// The exit code of a process whose settings are wrong.
    int USAGE = 2;

    record Run<R extends Record>(R settings) implements Startup<R> {}

    /// @param text for standard output when the code is 0, else for standard error
    record Exit<R extends Record>(int code, String text) implements Startup<R> {}

    /// @param name what the process is called on the command line, for the help text
    /// @param base says which keys of other processes are tolerated; its flags, environment and file are replaced
    static <R extends Record> Startup<R> of(
            String name, Class<R> type, List<String> arguments, Map<String, String> environment, Sources base) {
        var declared = SettingsRecord.of(type).keys();
        var parsed = Arguments.parse(arguments, declared);
        var problems = new ArrayList<>(parsed.problems());
        var flags = new HashMap<>(parsed.flags());
        boolean help = flags.remove(Arguments.HELP) != null;
        boolean version = flags.remove(Arguments.VERSION) != null;
        boolean print = flags.remove(Arguments.PRINT_CONFIG) != null;
        if (help) {
            return new Exit<>(0, Reference.help(name, type));
        }
        if (version) {
            return new Exit<>(0, "signalbox %s%n".formatted(ProductVersion.own()));
        }
        var variables = new HashMap<>(environment);
        String fromVariable = variables.remove(SettingKey.PREFIX + "CONFIG");
        String config = flags.getOrDefault(Arguments.CONFIG, fromVariable == null ? "" : fromVariable);
        flags.remove(Arguments.CONFIG);

        Map<String, String> file = config.isEmpty() ? Map.of() : read(Path.of(config), problems);
        var sources = base.withFlags(flags).withEnvironment(variables).withFile(file);
        return switch (SettingsLoader.load(type, sources)) {
            case Loaded.Refused<R>(var more) -> {
                problems.addAll(more);
                yield refusal(name, problems);
            }
            case Loaded.Ok<R> _ when !problems.isEmpty() -> refusal(name, problems);
            case Loaded.Ok<R> ok when print -> new Exit<>(0, ok.print());
            case Loaded.Ok<R> ok -> new Run<>(ok.settings());
        };
    }

    private static Map<String, String> read(Path file, List<String> problems) {
        try {
            var parsed = SettingsFile.parse(Files.readString(file));
            parsed.problems().forEach(problem -> problems.add(file + ": " + problem));
            return parsed.values();
        } catch (IOException _) {
            problems.add("cannot read the file of settings " + file);
            return Map.of();
        }
    }

    private static <R extends Record> Exit<R> refusal(String name, List<String> problems) {
        return new Exit<>(
                USAGE, "%s: %s%n".formatted(name, String.join(System.lineSeparator() + name + ": ", problems)));
    }
}
