package dev.signalbox.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.cli.console.Notices;
import java.io.PrintStream;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The bytes as the process wrote them. What it wrote to its standard error goes to ours, unless it is all that was
/// asked for.
final class BytesSink implements OutputSink {
    private final PrintStream out;
    private final Notices notices;
    private final boolean together;

    /// @param together whether both streams go to `out`
    BytesSink(PrintStream out, Notices notices, boolean together) {
        this.out = out;
        this.notices = notices;
        this.together = together;
    }

    @Override
    public void output(JsonNode output, @Nullable String cursor) {
        byte[] bytes = Base64.getDecoder().decode(output.path("data").asText());
        if (together || !output.path("stream").asText().equals("err")) {
            out.write(bytes, 0, bytes.length);
        } else {
            out.flush();
            notices.pass(bytes);
        }
    }

    @Override
    public void item(JsonNode item, @Nullable String cursor) {
        // The line that it was read from is among the bytes.
    }

    @Override
    public void gap(JsonNode gap) {
        out.flush();
        notices.warn(Gaps.line(gap));
    }

    @Override
    public void end(JsonNode end, @Nullable String cursor) {
        out.flush();
    }

    @Override
    public void drained() {
        out.flush();
    }

    @Override
    public boolean closed() {
        return out.checkError();
    }
}
