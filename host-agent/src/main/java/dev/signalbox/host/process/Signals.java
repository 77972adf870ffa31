package dev.signalbox.host.process;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Sends signals. Whoever calls has made sure that the receivers are the right ones; one that is gone is no
/// error.
///
/// The shell's own `kill` is used, because the program of that name is not installed everywhere. Its script is
/// fixed; names and numbers are arguments.
final class Signals {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String SCRIPT = "s=$1; shift; for p; do kill -s \"$s\" -- \"$p\" 2>/dev/null; done; :";

    private Signals() {}

    static void toProcesses(Signal signal, Collection<Long> pids) throws IOException {
        if (!pids.isEmpty()) {
            send(signal, pids.stream().map(String::valueOf).toList());
        }
    }

    static void toGroup(Signal signal, long group) throws IOException {
        if (group <= 1) {
            throw new IllegalArgumentException("not the group of a session: " + group);
        }
        send(signal, List.of("-" + group));
    }

    private static void send(Signal signal, List<String> targets) throws IOException {
        List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "sh", signal.name()));
        argv.addAll(targets);
        Tool.run(Tool.Call.of(argv, TIMEOUT));
    }
}
