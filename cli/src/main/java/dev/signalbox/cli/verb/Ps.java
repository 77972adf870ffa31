package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.cli.console.ExitCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The sessions that live.
@Command(name = "ps", description = "Lists the live sessions.")
final class Ps extends Verb {
    @Option(
            names = {"-a", "--all"},
            description = "Ended ones too.")
    boolean all;

    @Option(names = "--status", paramLabel = "STATUS[,STATUS…]", description = "Statuses, or live, or ended.")
    @Nullable
    String status;

    @Option(names = "--host", paramLabel = "REF", description = "Sessions of this host.")
    @Nullable
    String host;

    @Option(names = "--agent", paramLabel = "REF", description = "Sessions of this agent.")
    @Nullable
    String agent;

    @Option(
            names = {"-p", "--provider"},
            paramLabel = "NAME",
            description = "Sessions of this provider.")
    @Nullable
    String provider;

    @Option(
            names = {"-l", "--label"},
            paramLabel = "NAME=VALUE",
            description = "Sessions with this label; may be repeated.")
    List<String> labels = new ArrayList<>();

    @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: 50.")
    int limit = 50;

    Ps(Invocation invocation) {
        super(invocation);
    }

    @Override
    public Integer call() {
        JsonNode page = Lists.get(
                api(),
                "sessions",
                limit,
                labels,
                route -> route.with("status", status != null ? status : all ? null : "live")
                        .with("host", host)
                        .with("agent", agent)
                        .with("provider", provider));
        Lists.sessions(invocation, page);
        if (page.path("items").isEmpty()) {
            invocation.notices().hint("No session. Start one: signalbox run -- echo hello");
        }
        return ExitCode.OK;
    }
}
