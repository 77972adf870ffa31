package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.cli.api.Api;
import dev.signalbox.cli.console.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// A change of one thing that is asked for by its name alone, as `cancel` and `drain`; prints the thing's id.
@Command
final class Changing extends OfOne {
    private final String action;
    private @Nullable OptionSpec reason;

    /// @param action the verb's name, and the route's
    Changing(Invocation invocation, Kind kind, String action, String description) {
        super(invocation, kind, description);
        this.action = action;
    }

    /// With `--reason`.
    Changing withReason() {
        reason = OptionSpec.builder("--reason")
                .paramLabel("TEXT")
                .type(String.class)
                .description("Stands in the record.")
                .build();
        return this;
    }

    @Override
    CommandSpec spec() {
        CommandSpec spec = super.spec().name(action);
        return reason == null ? spec : spec.addOption(reason);
    }

    @Override
    public Integer call() {
        String why = reason == null ? null : reason.getValue();
        ObjectNode body = why == null ? null : Api.object().put("reason", why);
        JsonNode thing = api().post(route(action), body);
        invocation.printer().made(id(thing), thing);
        return ExitCode.OK;
    }
}
