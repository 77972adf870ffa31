package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.cli.api.Api;
import dev.signalbox.cli.api.Members;
import dev.signalbox.cli.api.Route;
import dev.signalbox.cli.console.ExitCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `signalbox host …`: the machines that run sessions.
@Command(
        name = "host",
        description = "Shows and manages the machines that run sessions.",
        synopsisSubcommandLabel = "VERB",
        footer = "%nThe host agent itself: signalbox host --join …")
final class Hosts implements Verbs.Group {
    @Override
    public List<Verb> verbs(Invocation invocation) {
        return List.of(
                new Listing(
                        invocation,
                        Kind.HOST,
                        "Lists hosts.",
                        "No host. Let one join: signalbox host join-token",
                        List.of(
                                Filter.status("ONLINE, DRAINING, UNREACHABLE, REMOVED."),
                                Filter.label("Hosts with this label; may be repeated."))),
                new Showing(invocation, Kind.HOST, "Shows a host and what it can do."),
                new Changing(invocation, Kind.HOST, "drain", "Places no new sessions on a host; those it has go on.")
                        .withReason(),
                new Changing(invocation, Kind.HOST, "undrain", "Places new sessions on a host again."),
                new Remove(invocation),
                new JoinToken(invocation));
    }

    @Command(name = "remove")
    static final class Remove extends OfOne {
        @Option(names = "--force", description = "With live sessions, which become LOST.")
        boolean force;

        Remove(Invocation invocation) {
            super(invocation, Kind.HOST, "Makes a host a member no more.");
        }

        @Override
        public Integer call() {
            JsonNode host = api().delete(force ? route().with("force", true) : route());
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
                    .hint("On the machine: signalbox host --api " + api().http().server() + " --join TOKEN");
            return ExitCode.OK;
        }
    }
}
