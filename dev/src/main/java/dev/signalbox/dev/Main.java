package dev.signalbox.dev;

import dev.signalbox.settings.ProductVersion;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Everything of `./signalbox` that runs a server in this JVM. What asks a server is the cli's.
@Command(
        name = "signalbox",
        description = "Runs Signalbox: all in one JVM, or one of its services.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DevCommand.class,
            DemoCommand.class,
            ApiCommand.class,
            ProcessorCommand.class,
            HostCommand.class,
            TokenCommand.class
        })
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        // A service reads its flags itself, from its record of settings: here they only pass through, in their order.
        CommandLine line = new CommandLine(new Main()).setUnmatchedOptionsArePositionalParams(false);
        line.getCommandSpec().version("signalbox " + ProductVersion.own());
        return line;
    }
}
