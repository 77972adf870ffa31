package dev.signalbox.dev;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// `./signalbox token create`: more tokens, made with the secret in the data directory.
@Command(name = "token", description = "Makes and shows tokens.")
final class TokenCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        System.err.println("signalbox token: not in this build" + (arguments.isEmpty() ? "" : " " + arguments));
        return 1;
    }
}
