package dev.signalbox.cli.verb;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// Every verb of the program. Only the one that is called is made, because reading the annotations of all of them
/// takes longer than most requests.
public final class Verbs {
    /// In the order of the help.
    private static final List<String> NAMES = List.of(
            "run",
            "ps",
            "logs",
            "attach",
            "send",
            "stop",
            "resume",
            "task",
            "session",
            "host",
            "agent",
            "worktree",
            "namespace",
            "events",
            "version",
            "completion");

    private Verbs() {}

    /// Adds the verb that the first word names; all of them when it names none.
    public static void add(CommandLine root, Invocation invocation, @Nullable String firstWord) {
        boolean one = firstWord != null && NAMES.contains(firstWord) && !firstWord.equals("completion");
        for (String name : one ? List.of(firstWord) : NAMES) {
            root.addSubcommand(name, helped(named(name, invocation)));
        }
    }

    private static CommandLine helped(CommandLine line) {
        line.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help message and exit.")
                        .build());
        line.getSubcommands().values().forEach(Verbs::helped);
        return line;
    }

    private static CommandLine named(String name, Invocation invocation) {
        return switch (name) {
            case "run" -> line(new Run(invocation));
            case "ps" -> line(new Ps(invocation));
            case "logs" -> line(new Logs(invocation));
            case "attach" -> line(new Attach(invocation));
            case "send" -> line(new Send(invocation));
            case "stop" -> line(new Stop(invocation));
            case "resume" -> line(new Resume(invocation));
            case "task" -> group(new Tasks(), invocation);
            case "session" -> group(new Sessions(), invocation);
            case "host" -> group(new Hosts(), invocation);
            case "agent" -> group(new Agents(), invocation);
            case "worktree" -> group(new Worktrees(), invocation);
            case "namespace" -> group(new Namespaces(), invocation);
            case "events" -> line(new Events(invocation));
            case "version" -> line(new Version(invocation));
            case "completion" -> line(new Completion(invocation));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static CommandLine line(Verb verb) {
        return new CommandLine(verb.spec());
    }

    private static CommandLine group(Group group, Invocation invocation) {
        CommandLine line = new CommandLine(group);
        group.verbs(invocation).forEach(verb -> line.addSubcommand(line(verb)));
        return line;
    }

    /// The verbs of one kind of thing.
    interface Group {
        List<Verb> verbs(Invocation invocation);
    }
}
