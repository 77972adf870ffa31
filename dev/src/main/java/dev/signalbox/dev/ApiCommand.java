package dev.signalbox.dev;

import dev.signalbox.api.ApiNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// `./signalbox api`: one API node as a process of its own.
@Command(name = "api", description = "Runs one API node.")
final class ApiCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        var settled = Processes.settle("api", ApiProcess.class, arguments);
        if (settled.settings().isEmpty()) {
            return settled.code();
        }
        ApiProcess process = settled.settings().get();
        Logging.toStandardError(process.log().logFormat());
        ApiNode node;
        try {
            node = new ApiNode(process.api()).start();
        } catch (IllegalStateException | IllegalArgumentException e) {
            System.err.println("signalbox api: " + e.getMessage());
            return 1;
        }
        return Service.run("api", node::problems, node, Optional::empty);
    }
}
