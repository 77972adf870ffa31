package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.cli.api.Api;
import dev.signalbox.cli.api.Members;
import dev.signalbox.cli.api.Route;
import dev.signalbox.cli.console.ExitCode;
import dev.signalbox.cli.output.Printer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `signalbox host …`: the machines that run sessions.
@Command(
        name = "host",
        description = "Shows and manages the machines that run sessions.",
        synopsisSubcommandLabel = "VERB",
        footer = "%nThe host agent itself: signalbox host --join …")
final class Hosts {
    private Hosts() {}

    static Object group() {
        return new Hosts();
    }

    static List<Object> verbs(Invocation invocation) {
        return List.of(
                new ListHosts(invocation),
                new Get(invocation),
                new Drain(invocation),
                new Undrain(invocation),
                new Remove(invocation),
                new JoinToken(invocation));
    }

    /// What names one host.
    static final class Named {
        @Parameters(paramLabel = "HOST", description = "Id, unique prefix or name.")
        String host = "";

        Route route(Invocation invocation, String... more) {
            List<String> segments = new ArrayList<>(List.of("hosts", invocation.reference("host", host)));
            segments.addAll(List.of(more));
            return Route.of(segments.toArray(String[]::new));
        }
    }

    @Command(name = "list", description = "Lists hosts.")
    static final class ListHosts extends Verb {
        @Option(
                names = "--status",
                paramLabel = "STATUS[,STATUS…]",
                description = "ONLINE, DRAINING, UNREACHABLE, REMOVED.")
        @Nullable
        String status;

        @Option(
                names = {"-l", "--label"},
                paramLabel = "NAME=VALUE",
                description = "Hosts with this label; may be repeated.")
        List<String> labels = new ArrayList<>();

        @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: 50.")
        int limit = 50;

        ListHosts(Invocation invocation) {
            super(invocation);
        }

        @Override
        public Integer call() {
            JsonNode page = Lists.get(api(), "hosts", limit, labels, route -> route.with("status", status));
            Lists.hosts(invocation, page);
            if (page.path("items").isEmpty()) {
                invocation.notices().hint("No host. Let one join: signalbox host join-token");
            }
            return ExitCode.OK;
        }
    }

    @Command(name = "get", description = "Shows a host and what it can do.")
    static final class Get extends Verb {
        @Mixin
        Named named = new Named();

        Get(Invocation invocation) {
            super(invocation);
        }

        @Override
        public Integer call() {
            Printer printer = invocation.printer();
            JsonNode host = api().get(named.route(invocation));
            printer.one(host, () -> Describe.host(host, printer.times()));
            return ExitCode.OK;
        }
    }

    @Command(name = "drain", description = "Places no new sessions on a host; those it has go on.")
    static final class Drain extends Verb {
        @Mixin
        Named named = new Named();

        @Option(names = "--reason", paramLabel = "TEXT", description = "Stands in the record.")
        @Nullable
        String reason;

        Drain(Invocation invocation) {
            super(invocation);
        }

        @Override
        public Integer call() {
            ObjectNode body = reason == null ? null : Api.object().put("reason", reason);
            JsonNode host = api().post(named.route(invocation, "drain"), body);
            invocation.printer().made(id(host), host);
            return ExitCode.OK;
        }
    }

    @Command(name = "undrain", description = "Places new sessions on a host again.")
    static final class Undrain extends Verb {
        @Mixin
        Named named = new Named();

        Undrain(Invocation invocation) {
            super(invocation);
        }

        @Override
        public Integer call() {
            JsonNode host = api().post(named.route(invocation, "undrain"), null);
            invocation.printer().made(id(host), host);
            return ExitCode.OK;
        }
    }

    @Command(name = "remove", description = "Makes a host a member no more.")
    static final class Remove extends Verb {
        @Mixin
        Named named = new Named();

        @Option(names = "--force", description = "With live sessions, which become LOST.")
        boolean force;

        Remove(Invocation invocation) {
            super(invocation);
        }

        @Override
        public Integer call() {
            Route route = named.route(invocation);
            JsonNode host = api().delete(force ? route.with("force", true) : route);
            invocation.printer().made(id(host), host);
            return ExitCode.OK;
        }
    }

    @Command(name = "join-token", description = "Makes a token with which one machine joins as a host.")
    static final class JoinToken extends Verb {
        @Option(names = "--ttl", paramLabel = "DURATION", description = "How long it is good for. Default: 1h.")
        @Nullable
        String ttl;

        JoinToken(Invocation invocation) {
            super(invocation);
        }

        @Override
        public Integer call() {
            ObjectNode body = ttl == null
                    ? null
                    : Api.object().put("ttl", Invocation.duration("--ttl", ttl).toString());
            JsonNode token = api().postOnce(Route.of("hosts", "join-token"), body);
            invocation.printer().made(Members.textOr(token, "token", ""), token);
            invocation
                    .notices()
                    .hint("On the machine: signalbox host --join "
                            + api().http().server() + " --join-token TOKEN");
            return ExitCode.OK;
        }
    }
}
