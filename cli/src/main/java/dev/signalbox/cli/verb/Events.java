package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.signalbox.cli.api.Api;
import dev.signalbox.cli.api.Members;
import dev.signalbox.cli.api.Route;
import dev.signalbox.cli.console.CliException;
import dev.signalbox.cli.console.ExitCode;
import dev.signalbox.cli.console.OutputFormat;
import dev.signalbox.cli.follow.EventFollower;
import dev.signalbox.cli.output.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What happens in the namespace.
@Command(name = "events", description = "Lists what happened in the namespace; with -f follows what happens.")
final class Events extends Verb {
    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what comes, over lost connections, until Ctrl-C.")
    boolean follow;

    @Option(
            names = "--from",
            paramLabel = "CURSOR",
            description = "start, end, or a cursor. Default: start, with -f end.")
    @Nullable
    String from;

    @Option(
            names = "--type",
            paramLabel = "TYPE[,TYPE…]",
            description = "Types, for instance session_ended,task_ended.")
    @Nullable
    String type;

    @Option(
            names = "--entity",
            paramLabel = "ENTITY[,ENTITY…]",
            description = "Kinds or entities, for instance task,session/s-….")
    @Nullable
    String entity;

    Events(Invocation invocation) {
        super(invocation);
    }

    @Override
    public Integer call() {
        OutputFormat format = invocation.format();
        if (follow && format == OutputFormat.json) {
            throw CliException.usage("json is one document, and this is a stream", "-o jsonl");
        }
        Route route = Route.of("events")
                .with("from", from != null ? from : follow ? "end" : "start")
                .with("type", type)
                .with("entity", entity)
                .with("follow", follow);
        ArrayNode items = Api.object().putArray("items");
        new EventFollower(api(), invocation.notices())
                .follow(route, follow, invocation.around().out(), event -> {
                    switch (format) {
                        case table -> row(event);
                        case json -> items.add(event);
                        case jsonl -> invocation.around().out().println(event);
                    }
                });
        if (format == OutputFormat.json) {
            invocation.printer().made("", Api.object().set("items", items));
        }
        return ExitCode.OK;
    }

    private void row(JsonNode event) {
        Table row = new Table("N", "TIME", "ENTITY", "EVENT", "BECAUSE");
        row.row(
                Members.text(event, "n"),
                Members.text(event, "cause", "at"),
                Members.textOr(event.path("entity"), "type", "") + "/" + Members.textOr(event.path("entity"), "id", ""),
                Members.text(event, "event", "type"),
                Describe.because(event));
        row.print(invocation.around().out(), false);
    }
}
