package dev.signalbox.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.cli.output.Times;

/// The line that says that output is missing.
final class Gaps {
    private Gaps() {}

    static String line(JsonNode gap) {
        long bytes = gap.path("toByte").asLong() - gap.path("fromByte").asLong();
        long records = gap.has("toSeq")
                ? gap.path("toSeq").asLong() - gap.path("fromSeq").asLong() + 1
                : 0;
        String what = bytes > 0 ? Times.size(bytes) : records > 0 ? records + " records" : "output";
        return "--- gap: " + what + " not retained ---";
    }
}
