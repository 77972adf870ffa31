package dev.signalbox.dev;

import dev.signalbox.host.HostAgent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// `./signalbox host`: the host agent as a process of its own.
@Command(name = "host", description = "Runs the agent of this host.")
final class HostCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        var settled = Processes.settle("host", HostProcess.class, arguments);
        if (settled.settings().isEmpty()) {
            return settled.code();
        }
        HostProcess process = settled.settings().get();
        Logging.toStandardError(process.log().logFormat());
        HostAgent host;
        try {
            host = HostAgent.start(process.host(), System.getenv());
        } catch (IOException e) {
            System.err.println("host: " + e.getMessage());
            return Ending.FAILED;
        }
        return Service.run("host", () -> waitsFor(host), host, () -> fault(host.readiness()));
    }

    private static List<String> waitsFor(HostAgent host) {
        return switch (host.readiness()) {
            case HostAgent.Readiness.Ready _ -> List.of();
            case HostAgent.Readiness.Waiting(var why) -> List.of(why);
            case HostAgent.Readiness.Over over -> List.of(over.why());
        };
    }

    /// What ends the process that has this host agent.
    static Optional<Ending.Fault> fault(HostAgent.Readiness readiness) {
        return switch (readiness) {
            case HostAgent.Readiness.Ready _, HostAgent.Readiness.Waiting _ -> Optional.empty();
            case HostAgent.Readiness.Failed(var why) -> Optional.of(new Ending.Fault(Ending.FAILED, why));
            case HostAgent.Readiness.Fenced(var why) -> Optional.of(new Ending.Fault(Ending.REPLACED, why));
        };
    }
}
