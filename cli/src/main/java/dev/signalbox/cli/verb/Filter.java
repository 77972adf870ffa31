package dev.signalbox.cli.verb;

import dev.signalbox.cli.api.Route;
import java.util.List;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.OptionSpec;

/// An option that narrows a list, and the parameter of the API that has its name. Each object is for one list.
///
/// @param meaning what the server gets for what was given
record Filter(OptionSpec option, UnaryOperator<String> meaning) {

    static Filter of(String label, String description, String... names) {
        return new Filter(option(label, description, names).type(String.class).build(), UnaryOperator.identity());
    }

    static Filter status(String description) {
        return of("STATUS[,STATUS…]", description, "--status");
    }

    static Filter provider(String description) {
        return of("NAME", description, "-p", "--provider");
    }

    /// May be given several times; all must hold.
    static Filter label(String description) {
        return new Filter(
                option("NAME=VALUE", description, "-l", "--label")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .build(),
                UnaryOperator.identity());
    }

    Filter meaning(UnaryOperator<String> other) {
        return new Filter(option, other);
    }

    boolean given() {
        return option.getValue() != null;
    }

    Route narrow(Route route) {
        Object given = option.getValue();
        List<?> values = given instanceof List<?> several ? several : given == null ? List.of() : List.of(given);
        Route narrow = route;
        for (Object value : values) {
            narrow = narrow.with(option.longestName().substring(2), meaning.apply(value.toString()));
        }
        return narrow;
    }

    private static OptionSpec.Builder option(String label, String description, String... names) {
        return OptionSpec.builder(names).paramLabel(label).description(description);
    }
}
