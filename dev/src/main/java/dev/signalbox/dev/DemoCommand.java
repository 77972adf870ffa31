package dev.signalbox.dev;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// `./signalbox demo`: the main job from join to result, with its checks.
@Command(name = "demo", description = "Does the main job on real programs, checks it, and says what it checked.")
final class DemoCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        System.err.println("signalbox demo: not in this build" + (arguments.isEmpty() ? "" : " " + arguments));
        return 1;
    }
}
