package dev.signalbox.dev;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// `./signalbox host`: the host agent as a process of its own.
@Command(name = "host", description = "Runs the agent of this host.")
final class HostCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        System.err.println("signalbox host: not in this build" + (arguments.isEmpty() ? "" : " " + arguments));
        return 1;
    }
}
