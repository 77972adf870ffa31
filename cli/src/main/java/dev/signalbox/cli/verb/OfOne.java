package dev.signalbox.cli.verb;

import dev.signalbox.cli.api.Route;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// A verb about one thing of a kind, which its first argument names.
abstract class OfOne extends Verb {
    final Kind kind;
    private final PositionalParamSpec argument;

    OfOne(Invocation invocation, Kind kind, String description) {
        super(invocation, description);
        this.kind = kind;
        this.argument = kind.argument();
    }

    @Override
    CommandSpec spec() {
        return super.spec().addPositional(argument);
    }

    /// The reference that was given, as the server knows it.
    String ref() {
        return invocation.reference(kind, argument.getValue());
    }

    Route route(String... part) {
        return kind.route(ref(), part);
    }
}
