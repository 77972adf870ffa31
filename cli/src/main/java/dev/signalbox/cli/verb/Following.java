package dev.signalbox.cli.verb;

import dev.signalbox.cli.follow.View;
import picocli.CommandLine.Option;

/// How a session is followed.
final class Following {
    @Option(
            names = "--view",
            paramLabel = "VIEW",
            description = "bytes (as they were written), items (what an agent said and did) or auto. Default: auto.")
    View view = View.auto;

    @Option(names = "--exit-code-from-agent", description = "Exit with the process's own code.")
    boolean codeOfAgent;
}
