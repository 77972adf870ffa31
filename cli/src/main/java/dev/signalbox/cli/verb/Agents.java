package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.cli.api.Api;
import dev.signalbox.cli.api.Route;
import dev.signalbox.cli.console.CliException;
import dev.signalbox.cli.console.ExitCode;
import dev.signalbox.cli.output.Printer;
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
final class Agents {
    private Agents() {}

    static Object group() {
        return new Agents();
    }

    static List<Object> verbs(Invocation invocation) {
        return List.of(
                new Create(invocation),
                new ListAgents(invocation),
                new Get(invocation),
                new Update(invocation),
                new Delete(invocation));
    }

    enum Kind {
        ai,
        channel,
        person
    }

    /// What names one agent.
    static final class Named {
        @Parameters(paramLabel = "AGENT", description = "Id, unique prefix or name.")
        String agent = "";

        Route route(Invocation invocation) {
            return Route.of("agents", invocation.reference("agent", agent));
        }
    }

    /// What an agent is.
    static final class Profile {
        @Option(names = "--kind", paramLabel = "KIND", description = "ai, channel or person.")
        @Nullable
        Kind kind;

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

    @Command(name = "list", description = "Lists agents, newest first; implicit ones only by their kind.")
    static final class ListAgents extends Verb {
        @Option(names = "--kind", paramLabel = "KIND[,KIND…]", description = "AI, CHANNEL, PERSON, ADHOC.")
        @Nullable
        String kind;

        @Option(
                names = {"-p", "--provider"},
                paramLabel = "NAME",
                description = "Agents of this provider.")
        @Nullable
        String provider;

        @Option(
                names = {"-l", "--label"},
                paramLabel = "NAME=VALUE",
                description = "Agents with this label; may be repeated.")
        List<String> labels = new ArrayList<>();

        @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: 50.")
        int limit = 50;

        ListAgents(Invocation invocation) {
            super(invocation);
        }

        @Override
        public Integer call() {
            String kinds = kind == null ? null : kind.toUpperCase(Locale.ROOT);
            Lists.agents(
                    invocation,
                    Lists.get(
                            api(),
                            "agents",
                            limit,
                            labels,
                            route -> route.with("kind", kinds).with("provider", provider)));
            return ExitCode.OK;
        }
    }

    @Command(name = "get", description = "Shows an agent.")
    static final class Get extends Verb {
        @Mixin
        Named named = new Named();

        Get(Invocation invocation) {
            super(invocation);
        }

        @Override
        public Integer call() {
            Printer printer = invocation.printer();
            JsonNode agent = api().get(named.route(invocation));
            printer.one(agent, () -> Describe.agent(agent, printer.times()));
            return ExitCode.OK;
        }
    }

    @Command(name = "update", description = "Changes what is given of an agent.")
    static final class Update extends Verb {
        @Mixin
        Named named = new Named();

        @Option(names = "--name", paramLabel = "NAME", description = "A new name.")
        @Nullable
        String name;

        @Mixin
        Profile profile = new Profile();

        Update(Invocation invocation) {
            super(invocation);
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
            JsonNode agent = api().patch(named.route(invocation), body);
            invocation.printer().made(id(agent), agent);
            return ExitCode.OK;
        }
    }

    @Command(name = "delete", description = "Deletes an agent that has no live session.")
    static final class Delete extends Verb {
        @Mixin
        Named named = new Named();

        Delete(Invocation invocation) {
            super(invocation);
        }

        @Override
        public Integer call() {
            api().delete(named.route(invocation));
            return ExitCode.OK;
        }
    }
}
