package dev.signalbox.dev;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// `./signalbox dev`: the whole system for one machine.
@Command(
        name = "dev",
        description = "Broker, processor, two API nodes and a host agent in one JVM; stays up and keeps its data.")
final class DevCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        System.err.println("signalbox dev: not in this build" + (arguments.isEmpty() ? "" : " " + arguments));
        return 1;
    }
}
