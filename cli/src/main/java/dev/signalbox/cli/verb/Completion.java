package dev.signalbox.cli.verb;

import dev.signalbox.cli.console.ExitCode;
import java.util.TreeSet;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Completion for shells.
@Command(
        name = "completion",
        description = "Prints a completion script.",
        footer = {
            "%n  bash:  source <(signalbox completion bash)",
            "  zsh:   source <(signalbox completion zsh)",
            "  fish:  signalbox completion fish | source"
        })
final class Completion extends Verb {
    @Spec
    CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    Shell shell = Shell.bash;

    enum Shell {
        bash,
        zsh,
        fish
    }

    Completion(Invocation invocation) {
        super(invocation);
    }

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        // Picocli's script asks zsh for its bash ways by itself.
        String script = switch (shell) {
            case bash, zsh -> AutoComplete.bash("signalbox", root);
            case fish -> fish(root);
        };
        invocation.around().out().print(script);
        invocation.around().out().flush();
        return ExitCode.OK;
    }

    private static String fish(CommandLine root) {
        StringBuilder script = new StringBuilder("complete -c signalbox -f\n");
        String all = String.join(" ", new TreeSet<>(root.getSubcommands().keySet()));
        root.getSubcommands().forEach((name, verb) -> {
            String here = "__fish_seen_subcommand_from " + name;
            line(script, "not __fish_seen_subcommand_from " + all, "-a " + name, verb);
            String below = String.join(" ", new TreeSet<>(verb.getSubcommands().keySet()));
            verb.getSubcommands().forEach((second, inner) -> {
                line(script, here + "; and not __fish_seen_subcommand_from " + below, "-a " + second, inner);
                options(script, here + "; and __fish_seen_subcommand_from " + second, inner);
            });
            options(script, here, verb);
        });
        return script.toString();
    }

    private static void options(StringBuilder script, String condition, CommandLine command) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (!option.hidden() && option.longestName().startsWith("--")) {
                script.append("complete -c signalbox -n '")
                        .append(condition)
                        .append("' -l ")
                        .append(option.longestName().substring(2))
                        .append(option.arity().max() > 0 ? " -r" : "")
                        .append('\n');
            }
        }
    }

    private static void line(StringBuilder script, String condition, String what, CommandLine command) {
        String[] description = command.getCommandSpec().usageMessage().description();
        script.append("complete -c signalbox -n '")
                .append(condition)
                .append("' ")
                .append(what)
                .append(description.length == 0 ? "" : " -d '" + description[0].replace("'", "") + "'")
                .append('\n');
    }
}
