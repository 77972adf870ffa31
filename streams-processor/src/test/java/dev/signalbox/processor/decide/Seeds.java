package dev.signalbox.processor.decide;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;

/// Where the chance of a random test comes from. `-Dsimulation.seed=` replays one; seeds that once failed stand
/// in a resource, with what they found, and run always.
final class Seeds {
    private Seeds() {}

    /// @param resource of lines `seed what it found`
    /// @param fresh how many new ones to draw
    static List<Long> of(String resource, int fresh) {
        String only = System.getProperty("simulation.seed");
        if (only != null) {
            return List.of(Long.parseLong(only));
        }
        long first = Long.getLong("simulation.first", System.nanoTime() & 0xffff_ffffL);
        return LongStream.concat(
                        kept(resource).stream().mapToLong(Long::longValue), LongStream.range(first, first + fresh))
                .boxed()
                .toList();
    }

    private static List<Long> kept(String resource) {
        try (InputStream in = Seeds.class.getResourceAsStream(resource)) {
            String text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> Long.parseLong(line.strip().split("\\s", 2)[0]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
