package dev.signalbox.dev;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// `./signalbox processor`: the decider and what stands beside it as a process of its own.
@Command(name = "processor", description = "Runs the processor: decider, router, provisioner.")
final class ProcessorCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        System.err.println("signalbox processor: not in this build" + (arguments.isEmpty() ? "" : " " + arguments));
        return 1;
    }
}
