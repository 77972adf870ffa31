package dev.signalbox.cli.verb;

import dev.signalbox.cli.console.ExitCode;
import dev.signalbox.cli.output.Column;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/// Lists what belongs to one thing, as its inputs or its history.
@Command
final class Parts extends OfOne {
    private static final int MOST = 500;

    private final String part;
    private final List<Column> columns;

    /// @param part the verb's name, and the route's
    Parts(Invocation invocation, Kind kind, String part, String description, Column... columns) {
        super(invocation, kind, description);
        this.part = part;
        this.columns = List.of(columns);
    }

    @Override
    CommandSpec spec() {
        return super.spec().name(part);
    }

    @Override
    public Integer call() {
        invocation.printer().page(api().get(route(part).with("limit", MOST)), columns);
        return ExitCode.OK;
    }
}
