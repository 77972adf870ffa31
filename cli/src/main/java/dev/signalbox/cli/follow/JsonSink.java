package dev.signalbox.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.cli.api.Api;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/// Each event as an object: one a line, or all in one array.
final class JsonSink implements OutputSink {
    private final PrintStream out;
    private final boolean lines;
    private boolean begun;

    JsonSink(PrintStream out, boolean lines) {
        this.out = out;
        this.lines = lines;
    }

    @Override
    public void output(JsonNode output, @Nullable String cursor) {
        write("output", output, cursor);
    }

    @Override
    public void item(JsonNode item, @Nullable String cursor) {
        write("item", item, cursor);
    }

    @Override
    public void gap(JsonNode gap) {
        write("gap", gap, null);
    }

    @Override
    public void end(JsonNode end, @Nullable String cursor) {
        write("end", end, cursor);
    }

    @Override
    public void drained() {
        out.flush();
    }

    @Override
    public boolean closed() {
        return out.checkError();
    }

    /// Ends the array.
    void finish() {
        if (!lines) {
            out.println(begun ? "\n]" : "[]");
        }
        out.flush();
    }

    private void write(String type, JsonNode data, @Nullable String cursor) {
        ObjectNode line = Api.object().put("type", type);
        if (data instanceof ObjectNode members) {
            line.setAll(members);
        }
        if (cursor != null) {
            line.put("cursor", cursor);
        }
        if (lines) {
            out.println(line);
        } else {
            out.print((begun ? ",\n" : "[\n") + line);
        }
        begun = true;
    }
}
