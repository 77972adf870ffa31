package dev.signalbox.dev;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// `./signalbox api`: one API node as a process of its own.
@Command(name = "api", description = "Runs one API node.")
final class ApiCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        System.err.println("signalbox api: not in this build" + (arguments.isEmpty() ? "" : " " + arguments));
        return 1;
    }
}
