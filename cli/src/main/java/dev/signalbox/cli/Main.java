package dev.signalbox.cli;

import dev.signalbox.cli.console.CliException;
import dev.signalbox.cli.console.CliException.Fault;
import dev.signalbox.cli.console.ErrorReport;
import dev.signalbox.cli.console.ExitCode;
import dev.signalbox.cli.console.OutputFormat;
import dev.signalbox.cli.console.Surroundings;
import dev.signalbox.cli.verb.Globals;
import dev.signalbox.cli.verb.Invocation;
import dev.signalbox.cli.verb.Verbs;
import dev.signalbox.settings.NearestName;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command line: everything of `./signalbox` that asks a server.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args, Surroundings.ofProcess()));
    }

    /// Runs one command without ending the JVM.
    ///
    /// @return the exit code
    static int run(String[] args, Surroundings around) {
        Globals globals = new Globals();
        Invocation invocation = new Invocation(globals, around);
        CommandLine line = commandLine(globals, invocation, args);
        line.setOut(new PrintWriter(around.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(around.err(), true, StandardCharsets.UTF_8));
        line.setParameterExceptionHandler((e, given) -> {
            ErrorReport.print(fault(e), formatOf(given, around), around.err());
            return ExitCode.USAGE;
        });
        line.setExecutionExceptionHandler((e, _, _) -> {
            around.out().flush();
            CliException known = e instanceof CliException cli ? cli : unexpected(e);
            ErrorReport.print(known.fault(), formatOf(args, around), around.err());
            return known.exitCode();
        });
        try {
            if (args.length == 0) {
                line.usage(around.out());
                return ExitCode.OK;
            }
            return line.execute(args);
        } finally {
            around.out().flush();
        }
    }

    /// The program with all its verbs.
    static CommandLine commandLine(Surroundings around) {
        Globals globals = new Globals();
        return commandLine(globals, new Invocation(globals, around), new String[0]);
    }

    private static CommandLine commandLine(Globals globals, Invocation invocation, String[] args) {
        CommandLine line = new CommandLine(globals);
        line.setExpandAtFiles(false);
        Verbs.add(line, invocation, args.length == 0 ? null : args[0]);
        // To every verb, hence behind them.
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setAbbreviatedOptionsAllowed(false);
        return line;
    }

    private static Fault fault(ParameterException e) {
        CommandLine at = e.getCommandLine();
        String name = at.getCommandSpec().qualifiedName();
        String message = e.getMessage() == null ? "wrong usage" : e.getMessage();
        Optional<String> nearest = e instanceof UnmatchedArgumentException unmatched
                ? NearestName.of(unmatched.getUnmatched().getFirst(), known(at))
                : Optional.empty();
        String hint = nearest.map(known -> "Did you mean: " + known + "?").orElse(name + " --help");
        return new Fault("USAGE", lowerFirst(message), hint, false);
    }

    private static List<String> known(CommandLine at) {
        List<String> known = new ArrayList<>(at.getSubcommands().keySet());
        at.getCommandSpec().options().forEach(option -> known.addAll(List.of(option.names())));
        return known;
    }

    private static CliException unexpected(Exception e) {
        return CliException.failed(
                "INTERNAL", "unexpected: " + e, "This is a defect of the command line; the session is not affected.");
    }

    /// Also for arguments that could not be read.
    private static OutputFormat formatOf(String[] args, Surroundings around) {
        String variable = around.variable("SIGNALBOX_OUTPUT");
        String format = variable == null ? "" : variable;
        for (int i = 0; i < args.length && !args[i].equals("--"); i++) {
            if (args[i].equals("-o") || args[i].equals("--output")) {
                format = i + 1 < args.length ? args[i + 1] : "";
            } else if (args[i].startsWith("--output=")) {
                format = args[i].substring("--output=".length());
            } else if (args[i].startsWith("-o")) {
                format = args[i].substring(args[i].startsWith("-o=") ? 3 : 2);
            }
        }
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "json" -> OutputFormat.json;
            case "jsonl" -> OutputFormat.jsonl;
            default -> OutputFormat.table;
        };
    }

    private static String lowerFirst(String message) {
        return message.isEmpty() ? message : Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }
}
