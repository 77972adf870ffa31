package dev.signalbox.cli.verb;

import dev.signalbox.cli.console.ExitCode;
import picocli.CommandLine.Command;

/// `get`: one thing, whole.
@Command(name = "get")
final class Showing extends OfOne {
    Showing(Invocation invocation, Kind kind, String description) {
        super(invocation, kind, description);
    }

    @Override
    public Integer call() {
        kind.show(invocation, api().get(route()));
        return ExitCode.OK;
    }
}
