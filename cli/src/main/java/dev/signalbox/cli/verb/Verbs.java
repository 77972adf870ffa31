package dev.signalbox.cli.verb;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// Every verb of the program. Only the one that is called is made, because reading the annotations of all of them takes
/// longer than most requests.
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
            case "run" -> new CommandLine(new Run(invocation));
            case "ps" -> new CommandLine(new Ps(invocation));
            case "logs" -> new CommandLine(new Logs(invocation));
            case "attach" -> new CommandLine(new Attach(invocation));
            case "send" -> new CommandLine(new Send(invocation));
            case "stop" -> new CommandLine(new Stop(invocation));
            case "resume" -> new CommandLine(new Resume(invocation));
            case "task" -> group(Tasks.group(), Tasks.verbs(invocation));
            case "session" -> group(Sessions.group(), Sessions.verbs(invocation));
            case "host" -> group(Hosts.group(), Hosts.verbs(invocation));
            case "agent" -> group(Agents.group(), Agents.verbs(invocation));
            case "events" -> new CommandLine(new Events(invocation));
            case "version" -> new CommandLine(new Version(invocation));
            case "completion" -> new CommandLine(new Completion(invocation));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static CommandLine group(Object group, List<Object> verbs) {
        CommandLine line = new CommandLine(group);
        verbs.forEach(line::addSubcommand);
        return line;
    }
}
