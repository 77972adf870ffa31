package dev.signalbox.bench.figure;

import dev.signalbox.bench.system.EventBytes;
import dev.signalbox.bench.system.Node;
import dev.signalbox.bench.system.Sessions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A session that put out 1 MB in two halves, with half of what another one put out before each of them.
///
/// @param within a cursor inside its first half
/// @param between a cursor at the end of its first half
/// @param time between the other's output and its second half
record Quiet(String session, String within, String between, Instant time) {
    static final long BYTES = 1_000_000;

    /// @param others how much the other session puts out
    static Quiet beside(Bench bench, String hostId, long others) throws IOException, InterruptedException {
        Node node = bench.nodes().getFirst();
        Sessions sessions = bench.sessions();
        Path noise = bench.file(others / 2);
        Path half = bench.file(BYTES / 2);
        Gate gate = bench.gate();
        noise(bench, hostId, noise, others / 2);
        String session = sessions.start(hostId, gate.command(List.of(half), half));
        List<String> cursors = new ArrayList<>();
        try (EventBytes events = node.events(output(session))) {
            long left = BYTES / 2;
            while (left > 0) {
                EventBytes.Event event =
                        events.next().orElseThrow(() -> new IOException("the quiet session ended too early"));
                left -= event.bytes();
                if (event.bytes() > 0) {
                    cursors.add(event.cursor());
                }
            }
        }
        noise(bench, hostId, noise, others / 2);
        Instant time = Instant.now();
        gate.open();
        sessions.awaitEnd(session);
        return new Quiet(session, cursors.getFirst(), cursors.getLast(), time);
    }

    private static void noise(Bench bench, String hostId, Path file, long bytes)
            throws IOException, InterruptedException {
        Sessions sessions = bench.sessions();
        String session = sessions.start(hostId, List.of("cat", file.toString()));
        sessions.awaitEnd(session);
        // Ended is known before all of it is in the log.
        try (EventBytes events = bench.nodes().getFirst().events(output(session) + "&fromByte=" + (bytes - 1))) {
            events.await(1);
        }
    }

    private static String output(String session) {
        return "/v1/sessions/%s/output?items=false".formatted(session);
    }

    String byCursor() {
        return output(session) + "&from=" + within;
    }

    String byCursorAcross() {
        return output(session) + "&from=" + between;
    }

    String since() {
        return output(session) + "&since=" + time;
    }

    String fromStart() {
        return output(session) + "&from=start";
    }
}
