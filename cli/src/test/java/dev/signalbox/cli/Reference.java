package dev.signalbox.cli;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The command line as a page: each verb with what it takes.
final class Reference {
    private static final String HEAD = """
        # Command line

        Made from the program; `signalbox VERB --help` says the same.

        A *reference* is an id, a unique prefix of one (at least four characters), for hosts and agents a name, or
        `@last`: the session or task that you made last. Durations are written `250ms`, `10s`, `5m`, `2h` or `7d`.

        Data goes to standard output, everything else to standard error. With `-o json` a failure is one object on
        standard error: `{"error":{"code":…,"message":…,"hint":…,"retryable":…}}`.

        Where a server is found, and as whom it is asked: flag, else variable (`SIGNALBOX_SERVER`,
        `SIGNALBOX_TOKEN`), else `$XDG_CONFIG_HOME/signalbox/config` (lines `server=…` and `token=…`, mode 0600),
        which `signalbox dev` writes. Of several servers, `a,b`, the next one is asked when one is away; followed
        output goes on there behind the last cursor.
        """;

    private Reference() {}

    static String of(CommandLine root) {
        StringBuilder page = new StringBuilder(HEAD);
        page.append("\n## Exit codes\n\n| code | meaning |\n|---|---|\n");
        root.getCommandSpec()
                .usageMessage()
                .exitCodeList()
                .forEach((code, meaning) -> page.append("| ")
                        .append(code)
                        .append(" | ")
                        .append(meaning)
                        .append(" |\n"));
        page.append("\n## Options of every verb\n\n");
        page.append("| argument | meaning |\n|---|---|\n");
        sorted(root.getCommandSpec().options()).forEach(option -> row(page, names(option), option));
        root.getSubcommands().values().forEach(verb -> verb(page, verb, 2));
        return page.toString();
    }

    private static void verb(StringBuilder page, CommandLine verb, int level) {
        CommandSpec spec = verb.getCommandSpec();
        page.append('\n')
                .append("#".repeat(level))
                .append(' ')
                .append(spec.qualifiedName())
                .append("\n\n")
                .append(String.join(" ", spec.usageMessage().description()))
                .append('\n');
        if (verb.getSubcommands().isEmpty()) {
            page.append("\n```\n").append(synopsis(spec)).append("\n```\n");
            arguments(page, spec);
        }
        verb.getSubcommands().values().forEach(inner -> verb(page, inner, level + 1));
    }

    private static String synopsis(CommandSpec spec) {
        String parameters = spec.positionalParameters().stream()
                .map(parameter -> parameter.arity().min() == 0
                        ? "[" + parameter.paramLabel() + "]"
                        : parameter.paramLabel() + (parameter.arity().max() > 1 ? "…" : ""))
                .collect(Collectors.joining(" "));
        return (spec.qualifiedName() + " [options] " + parameters).strip();
    }

    private static void arguments(StringBuilder page, CommandSpec spec) {
        List<OptionSpec> own = own(spec);
        if (own.isEmpty() && spec.positionalParameters().isEmpty()) {
            return;
        }
        page.append("\n| argument | meaning |\n|---|---|\n");
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            row(page, parameter.paramLabel(), parameter);
        }
        own.forEach(option -> row(page, names(option), option));
    }

    private static List<OptionSpec> own(CommandSpec spec) {
        return sorted(spec.options().stream()
                .filter(option -> !option.inherited() && !option.usageHelp())
                .toList());
    }

    private static List<OptionSpec> sorted(List<OptionSpec> options) {
        return options.stream()
                .sorted(Comparator.comparing(OptionSpec::longestName))
                .toList();
    }

    private static String names(OptionSpec option) {
        String names = String.join(", ", option.names());
        String negatable = option.negatable() ? names.replace("--", "--[no-]") : names;
        return option.arity().max() == 0 ? negatable : negatable + " " + option.paramLabel();
    }

    private static void row(StringBuilder page, String name, ArgSpec argument) {
        page.append("| `")
                .append(name.replace("|", "\\|"))
                .append("` | ")
                .append(String.join(" ", argument.description()).replace("|", "\\|"))
                .append(" |\n");
    }
}
