package dev.signalbox.cli.verb;

import dev.signalbox.cli.api.Route;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The sessions that live.
@Command(name = "ps")
final class Ps extends Listing {
    @Option(
            names = {"-a", "--all"},
            description = "Ended ones too.")
    boolean all;

    private final Filter status;

    Ps(Invocation invocation) {
        this(invocation, Filter.status("Statuses, or live, or ended."));
    }

    private Ps(Invocation invocation, Filter status) {
        super(
                invocation,
                Kind.SESSION,
                "Lists the live sessions.",
                "No session. Start one: signalbox run -- echo hello",
                List.of(
                        status,
                        Filter.of("REF", "Sessions of this host.", "--host"),
                        Filter.of("REF", "Sessions of this agent.", "--agent"),
                        Filter.provider("Sessions of this provider."),
                        Filter.label("Sessions with this label; may be repeated.")));
        this.status = status;
    }

    @Override
    Route narrow(Route route) {
        return super.narrow(all || status.given() ? route : route.with("status", "live"));
    }
}
