package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.cli.api.Members;
import dev.signalbox.cli.api.Route;
import dev.signalbox.cli.output.Column;
import dev.signalbox.cli.output.Details;
import dev.signalbox.cli.output.Times;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import picocli.CommandLine.Model.PositionalParamSpec;

/// A kind of thing that the API keeps: where it stands, what names one of it, and how it is shown. The verbs that
/// are the same for all kinds ([Listing], [Showing], [Waiting], [Changing], [Parts]) take theirs from here.
enum Kind {
    SESSION(
            "@last",
            Describe::session,
            Column.of("SESSION", "id"),
            Column.of("PROVIDER", "provider"),
            Column.of("STATUS", "status"),
            Column.of("ACTIVITY", "activity"),
            Column.of("HOST", "hostId"),
            Column.of("TASK", "taskId"),
            Column.of("EXIT", "exitCode"),
            Column.time("SINCE", "statusSince"),
            Column.time("CREATED", "createdAt")),
    TASK(
            "@last",
            Describe::task,
            Column.of("TASK", "id"),
            Column.of("STATUS", "status"),
            Column.of("PROVIDER", "provider"),
            Column.of("ATTEMPTS", "attempts"),
            Column.of("SESSION", "sessionId"),
            Column.time("CREATED", "createdAt"),
            Column.time("ENDED", "endedAt"),
            Column.of("TITLE", "title")),
    HOST(
            "name",
            Describe::host,
            Column.of("HOST", "id"),
            Column.of("NAME", "name"),
            Column.of("STATUS", "status"),
            new Column(
                    "SESSIONS",
                    (host, _) -> Members.textOr(host, "sessions", "0") + "/" + Members.textOr(host, "capacity", "?")),
            new Column("PROVIDERS", (host, _) -> Members.words(host.path("providers"))),
            Column.time("SINCE", "statusSince")),
    AGENT(
            "name",
            Describe::agent,
            Column.of("AGENT", "id"),
            Column.of("NAME", "name"),
            Column.of("KIND", "kind"),
            Column.of("PROVIDER", "provider"),
            Column.of("ROLE", "role"),
            Column.of("SESSION", "activeSession"),
            Column.time("CREATED", "createdAt"));

    private final String alsoNamedBy;
    private final BiFunction<JsonNode, Times, Details> details;
    private final List<Column> columns;

    Kind(String alsoNamedBy, BiFunction<JsonNode, Times, Details> details, Column... columns) {
        this.alsoNamedBy = alsoNamedBy;
        this.details = details;
        this.columns = List.of(columns);
    }

    String singular() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Of all of the kind.
    Route route() {
        return Route.of(singular() + "s");
    }

    /// Of one, or of a part of it.
    ///
    /// @param ref as the server knows it: see [Invocation#reference]
    Route route(String ref, String... part) {
        String[] segments = new String[2 + part.length];
        segments[0] = singular() + "s";
        segments[1] = ref;
        System.arraycopy(part, 0, segments, 2, part.length);
        return Route.of(segments);
    }

    /// The argument that names one.
    PositionalParamSpec argument() {
        return PositionalParamSpec.builder()
                .index("0")
                .arity("1")
                .type(String.class)
                .paramLabel(name())
                .description("Id, unique prefix or " + alsoNamedBy + ".")
                .build();
    }

    List<Column> columns() {
        return columns;
    }

    void show(Invocation invocation, JsonNode thing) {
        var printer = invocation.printer();
        printer.one(thing, () -> details.apply(thing, printer.times()));
    }
}
