package dev.signalbox.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.cli.api.Api;
import dev.signalbox.cli.api.Route;
import dev.signalbox.cli.console.ExitCode;
import dev.signalbox.cli.follow.SessionEnd;
import dev.signalbox.cli.follow.View;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Stops sessions.
@Command(
        name = "stop",
        description = "Stops sessions: gently, and after the grace hard. Stopping an ended one changes nothing.")
final class Stop extends Verb {
    @Parameters(paramLabel = "SESSION", arity = "1..*", description = "Ids, unique prefixes or @last.")
    List<String> sessions = new ArrayList<>();

    @Option(names = "--grace", paramLabel = "DURATION", description = "Time to end by itself. Default: 10s.")
    @Nullable
    String grace;

    @Option(names = "--force", description = "Hard at once.")
    boolean force;

    @Option(
            names = "--suspend",
            description = "To be resumed later: they become SUSPENDED. Needs a provider that can resume.")
    boolean suspend;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Stands in the record.")
    @Nullable
    String reason;

    @Option(names = "--wait", description = "Until they have ended.")
    boolean wait;

    Stop(Invocation invocation) {
        super(invocation);
    }

    @Override
    public Integer call() {
        ObjectNode body = Api.object().put("graceful", !force);
        if (grace != null) {
            body.put("grace", Invocation.duration("--grace", grace).toString());
        }
        if (suspend) {
            body.put("suspend", true);
        }
        if (reason != null) {
            body.put("reason", reason);
        }
        for (String given : sessions) {
            String ref = invocation.reference(Kind.SESSION, given);
            JsonNode session = api().post(Route.of("sessions", ref, "stop"), body);
            String id = id(session);
            if (wait) {
                session = watching(View.auto, false).awaitSession(id, null);
                invocation.notices().say(SessionEnd.of(session).line(id));
            }
            invocation.printer().made(id, session);
        }
        return ExitCode.OK;
    }
}
