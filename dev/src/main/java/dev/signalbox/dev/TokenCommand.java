package dev.signalbox.dev;

import picocli.CommandLine.Command;

/// `./signalbox token create`: more tokens, made with the secret in the data directory.
@Command(
        name = "token",
        description = "Makes tokens.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = TokenCreateCommand.class)
final class TokenCommand {}
