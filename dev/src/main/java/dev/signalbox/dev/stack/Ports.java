package dev.signalbox.dev.stack;

import dev.signalbox.broker.FreePort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The ports that a stack takes, chosen before anything starts.
///
/// @param dialects of each dialect by its name, for the first node and the second
/// @param notes what could not be as wished, one sentence each
record Ports(int firstApi, int secondApi, int kafka, List<Map<String, Integer>> dialects, List<String> notes) {
    /// Where clients of the originals look for them.
    private static final Map<String, Integer> USUAL = Map.of("elemental", 3457, "orchestra", 8080, "neolith", 8787);

    static Ports choose(StackOptions options) {
        var notes = new ArrayList<String>();
        int first = choose("API", options.apiPort(), notes);
        int second = options.apiPort() == 0 ? FreePort.any() : FreePort.from(first + 1);
        Map<String, Integer> ofFirst = new LinkedHashMap<>();
        Map<String, Integer> ofSecond = new LinkedHashMap<>();
        USUAL.forEach((name, port) -> {
            int chosen = choose(name, options.dialects() ? port : 0, notes);
            ofFirst.put(name, chosen);
            ofSecond.put(name, options.dialects() ? FreePort.from(chosen + 1) : FreePort.any());
        });
        return new Ports(
                first,
                second,
                choose("Kafka", options.kafkaPort(), notes),
                List.of(Map.copyOf(ofFirst), Map.copyOf(ofSecond)),
                List.copyOf(notes));
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
