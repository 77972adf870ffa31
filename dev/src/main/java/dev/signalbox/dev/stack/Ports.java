package dev.signalbox.dev.stack;

import dev.signalbox.broker.FreePort;
import java.util.ArrayList;
import java.util.List;

/// The ports that a stack takes, chosen before anything starts.
///
/// @param notes what could not be as wished, one sentence each
record Ports(int firstApi, int secondApi, int kafka, List<String> notes) {
    static Ports choose(StackOptions options) {
        var notes = new ArrayList<String>();
        int first = choose("API", options.apiPort(), notes);
        int second = options.apiPort() == 0 ? FreePort.any() : FreePort.from(first + 1);
        return new Ports(first, second, choose("Kafka", options.kafkaPort(), notes), List.copyOf(notes));
    }

    private static int choose(String what, int wanted, List<String> notes) {
        if (wanted == 0) {
            return FreePort.any();
        }
        int port = FreePort.from(wanted);
        if (port != wanted) {
            notes.add("Port %d is taken: %s is on %d.".formatted(wanted, what, port));
        }
        return port;
    }
}
