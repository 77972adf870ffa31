package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.cli.api.Api;
import dev.signalbox.cli.api.Route;
import dev.signalbox.cli.console.CliException;
import dev.signalbox.cli.console.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `signalbox agent …`: named identities that can be given work.
@Command(
        name = "agent",
        description = "Shows and manages named identities that can be given work.",
        synopsisSubcommandLabel = "VERB")
final class Agents implements Verbs.Group {
    @Override
    public List<Verb> verbs(Invocation invocation) {
        return List.of(
                new Create(invocation),
                new Listing(
                        invocation,
                        Kind.AGENT,
                        "Lists agents, newest first; implicit ones only by their kind.",
                        null,
                        List.of(
                                Filter.of("KIND[,KIND…]", "AI, CHANNEL, PERSON, ADHOC.", "--kind")
                                        .meaning(given -> given.toUpperCase(Locale.ROOT)),
                                Filter.provider("Agents of this provider."),
                                Filter.label("Agents with this label; may be repeated."))),
                new Showing(invocation, Kind.AGENT, "Shows an agent."),
                new Update(invocation),
                new Delete(invocation));
    }

    enum Nature {
        ai,
        channel,
        person
    }

    /// What an agent is.
    static final class Profile {
        @Option(names = "--kind", paramLabel = "KIND", description = "ai, channel or person.")
        @Nullable
        Nature kind;

        @Option(
                names = {"-p", "--provider"},
                paramLabel = "NAME",
                description = "How it is run; empty removes it.")
        @Nullable
        String provider;

        @Option(names = "--role", paramLabel = "TEXT", description = "What it is for; empty removes it.")
        @Nullable
        String role;

        @Option(
                names = {"-l", "--label"},
                paramLabel = "NAME=VALUE",
                description = "A label; together they replace those it had.")
        List<String> labels = new ArrayList<>();

        void describe(ObjectNode body) {
            if (kind != null) {
                body.put("kind", kind.name().toUpperCase(Locale.ROOT));
            }
            if (provider != null) {
                body.put("provider", provider.isEmpty() ? null : provider);
            }
            if (role != null) {
                body.put("role", role.isEmpty() ? null : role);
            }
            if (!labels.isEmpty()) {
                body.set("labels", Pairs.parse("--label", labels));
            }
        }
    }

    @Command(name = "create", description = "Makes a named agent, and prints its id.")
    static final class Create extends Verb {
        @Parameters(paramLabel = "NAME", description = "1 to 63 letters, digits, '.', '_' or '-'.")
        String name = "";

        @Mixin
        Profile profile = new Profile();

        Create(Invocation invocation) {
            super(invocation);
        }

        @Override
        public Integer call() {
            ObjectNode body = Api.object().put("name", name);
            profile.describe(body);
            JsonNode agent = api().post(Route.of("agents"), body);
            invocation.printer().made(id(agent), agent);
            return ExitCode.OK;
        }
    }

    @Command(name = "update")
    static final class Update extends OfOne {
        @Option(names = "--name", paramLabel = "NAME", description = "A new name.")
        @Nullable
        String name;

        @Mixin
        Profile profile = new Profile();

        Update(Invocation invocation) {
            super(invocation, Kind.AGENT, "Changes what is given of an agent.");
        }

        @Override
        public Integer call() {
            ObjectNode body = Api.object();
            if (name != null) {
                body.put("name", name);
            }
            profile.describe(body);
            if (body.isEmpty()) {
                throw CliException.usage("nothing is to be changed", "--name, --kind, --provider, --role or --label");
            }
            JsonNode agent = api().patch(route(), body);
            invocation.printer().made(id(agent), agent);
            return ExitCode.OK;
        }
    }

    @Command(name = "delete")
    static final class Delete extends OfOne {
        Delete(Invocation invocation) {
            super(invocation, Kind.AGENT, "Deletes an agent that has no live session.");
        }

        @Override
        public Integer call() {
            api().delete(route());
            return ExitCode.OK;
        }
    }
}
