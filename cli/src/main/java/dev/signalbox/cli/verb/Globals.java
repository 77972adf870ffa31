package dev.signalbox.cli.verb;

import dev.signalbox.cli.console.OutputFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The root command: options that every verb takes, before or behind its name.
@Command(
        name = "signalbox",
        description = "Starts, watches and steers coding-agent sessions on many machines.",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommandsRepeatable = false,
        footer = "%nServers: signalbox dev | demo | api | processor | host --join …; signalbox token create.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:success; an empty list is success",
            "1:the operation failed",
            "2:wrong usage; a bad or ambiguous reference",
            "3:not found",
            "4:not authenticated or not allowed",
            "5:conflict, or a precondition that does not hold",
            "6:no server can be reached, or it is unavailable; retry",
            "7:the session or task that was waited for ended without success",
            "8:--timeout is over and it is still pending",
            "130:Ctrl-C: detached, the session goes on",
            "n:with --exit-code-from-agent the process's own code"
        })
public final class Globals {
    @Option(
            names = "--server",
            scope = ScopeType.INHERIT,
            paramLabel = "URL[,URL…]",
            description = "Servers in the order in which they are tried. Also: SIGNALBOX_SERVER.")
    @Nullable
    String server;

    @Option(
            names = "--token",
            scope = ScopeType.INHERIT,
            paramLabel = "TOKEN",
            description = "Better as SIGNALBOX_TOKEN, or in the configuration file: others see the arguments.")
    @Nullable
    String token;

    @Option(
            names = {"-o", "--output"},
            scope = ScopeType.INHERIT,
            paramLabel = "FORMAT",
            description = "table, json (one document) or jsonl (one a line). Also: SIGNALBOX_OUTPUT.")
    @Nullable
    OutputFormat output;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "No progress and no hints on standard error.")
    boolean quiet;

    @Option(names = "--no-hints", scope = ScopeType.INHERIT, description = "No hints. Also: SIGNALBOX_HINTS=0.")
    boolean noHints;

    @Option(
            names = "--time",
            scope = ScopeType.INHERIT,
            paramLabel = "FORM",
            description = "relative (on a terminal) or iso (otherwise).")
    @Nullable
    TimeForm time;

    @Option(
            names = "--request-timeout",
            scope = ScopeType.INHERIT,
            paramLabel = "DURATION",
            defaultValue = "30s",
            description = "How long a server may take to answer. Default: 30s.")
    String requestTimeout = "30s";

    @Option(
            names = "--idempotency-key",
            scope = ScopeType.INHERIT,
            paramLabel = "KEY",
            description = "Repeating a command with the same key does nothing twice. Default: a new key each time.")
    @Nullable
    String idempotencyKey;

    enum TimeForm {
        relative,
        iso
    }
}
