package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.cli.api.Api;
import dev.signalbox.cli.api.Members;
import dev.signalbox.cli.api.Route;
import dev.signalbox.cli.console.CliException;
import dev.signalbox.cli.console.ExitCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// `list`: things of a kind, narrowed by filters, over as many pages as that takes.
@Command(name = "list")
class Listing extends Verb {
    private static final int LARGEST_PAGE = 500;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: 50.")
    int limit = 50;

    private final Kind kind;
    private final @Nullable String whenEmpty;
    private final List<Filter> filters;

    /// @param whenEmpty the hint for a list of nothing
    Listing(Invocation invocation, Kind kind, String description, @Nullable String whenEmpty, List<Filter> filters) {
        super(invocation, description);
        this.kind = kind;
        this.whenEmpty = whenEmpty;
        this.filters = List.copyOf(filters);
    }

    @Override
    CommandSpec spec() {
        CommandSpec spec = super.spec();
        filters.forEach(filter -> spec.addOption(filter.option()));
        return spec;
    }

    /// The route with what was given to narrow the list.
    Route narrow(Route all) {
        Route narrow = all;
        for (Filter filter : filters) {
            narrow = filter.narrow(narrow);
        }
        return narrow;
    }

    @Override
    public Integer call() {
        JsonNode page = get();
        invocation.printer().page(page, kind.columns());
        int count = page.path("items").size();
        if (page.has("next")) {
            invocation.notices().hint("There are more: --limit " + 2 * count);
        }
        if (count == 0 && whenEmpty != null) {
            invocation.notices().hint(whenEmpty);
        }
        return ExitCode.OK;
    }

    /// As many as are wanted; `next` stands in the answer when there are more.
    private JsonNode get() {
        if (limit < 1) {
            throw CliException.usage("--limit is at least 1", null);
        }
        ObjectNode all = Api.object();
        ArrayNode items = all.putArray("items");
        String next = null;
        do {
            JsonNode page = api().get(narrow(kind.route()
                    .with("limit", Math.min(LARGEST_PAGE, limit - items.size()))
                    .with("page", next)));
            page.path("items").forEach(items::add);
            next = Members.text(page, "next");
        } while (next != null && items.size() < limit);
        if (next != null) {
            all.put("next", next);
        }
        return all;
    }
}
