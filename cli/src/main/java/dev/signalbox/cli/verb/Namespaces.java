package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.cli.api.Api;
import dev.signalbox.cli.api.Members;
import dev.signalbox.cli.api.Route;
import dev.signalbox.cli.console.CliException;
import dev.signalbox.cli.console.ExitCode;
import dev.signalbox.cli.output.Details;
import dev.signalbox.cli.output.Times;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `signalbox namespace …`: what the token's namespace may have, and what it has had.
@Command(
        name = "namespace",
        description = "Shows the namespace of the token, and changes its limits.",
        synopsisSubcommandLabel = "VERB")
final class Namespaces implements Verbs.Group {
    @Override
    public List<Verb> verbs(Invocation invocation) {
        return List.of(new Get(invocation), new Limit(invocation));
    }

    @Command(name = "get", description = "Shows the namespace, its limits and what it has had.")
    static final class Get extends Verb {
        Get(Invocation invocation) {
            super(invocation);
        }

        @Override
        public Integer call() {
            JsonNode namespace = api().get(Route.of("namespace"));
            var printer = invocation.printer();
            printer.one(namespace, () -> details(namespace, printer.times()));
            return ExitCode.OK;
        }

        private static Details details(JsonNode namespace, Times times) {
            return new Details()
                    .add("Namespace", Members.text(namespace, "id"))
                    .add("Opened", times.show(Members.text(namespace, "openedAt")))
                    .add("Hosts", atMost(namespace, "hosts"))
                    .add("Agents", atMost(namespace, "agents"))
                    .add("Live sessions", atMost(namespace, "liveSessions"))
                    .add("Open tasks", atMost(namespace, "openTasks"))
                    .add("Sessions so far", Members.text(namespace, "totals", "sessions"))
                    .add("Turns so far", Members.text(namespace, "totals", "turns"))
                    .add("Because", Describe.because(namespace));
        }

        private static String atMost(JsonNode namespace, String limit) {
            return "at most " + Members.textOr(namespace.path("limits"), limit, "?");
        }
    }

    @Command(
            name = "limit",
            description = "Changes the limits that are given; what the namespace has beyond them stays.")
    static final class Limit extends Verb {
        @Option(names = "--hosts", paramLabel = "NUMBER", description = "How many hosts it may have.")
        @Nullable
        Integer hosts;

        @Option(names = "--agents", paramLabel = "NUMBER", description = "How many agents, with those of sessions.")
        @Nullable
        Integer agents;

        @Option(names = "--live-sessions", paramLabel = "NUMBER", description = "How many sessions at once.")
        @Nullable
        Integer liveSessions;

        @Option(names = "--open-tasks", paramLabel = "NUMBER", description = "How many tasks that have not ended.")
        @Nullable
        Integer openTasks;

        Limit(Invocation invocation) {
            super(invocation);
        }

        @Override
        public Integer call() {
            ObjectNode body = Api.object();
            put(body, "hosts", hosts);
            put(body, "agents", agents);
            put(body, "liveSessions", liveSessions);
            put(body, "openTasks", openTasks);
            if (body.isEmpty()) {
                throw CliException.usage(
                        "nothing is to be changed", "--hosts, --agents, --live-sessions or --open-tasks");
            }
            JsonNode namespace = api().patch(Route.of("namespace", "limits"), body);
            invocation.printer().made(id(namespace), namespace);
            return ExitCode.OK;
        }

        private static void put(ObjectNode body, String member, @Nullable Integer value) {
            if (value != null) {
                body.put(member, value);
            }
        }
    }
}
