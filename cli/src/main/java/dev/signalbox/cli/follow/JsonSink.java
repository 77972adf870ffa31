package dev.signalbox.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.cli.api.Api;
import java.io.PrintStream;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Each event as an object: one a line, or all in one array. Output carries `text` instead of `data`, unless the bytes
/// themselves are wanted.
final class JsonSink implements OutputSink {
    private final PrintStream out;
    private final boolean lines;
    private final boolean raw;
    private final Map<String, Utf8Text> texts = new HashMap<>();
    private boolean begun;

    JsonSink(PrintStream out, boolean lines, boolean raw) {
        this.out = out;
        this.lines = lines;
        this.raw = raw;
    }

    @Override
    public void output(JsonNode output, @Nullable String cursor) {
        if (raw || !(output instanceof ObjectNode members)) {
            write("output", output, cursor);
            return;
        }
        byte[] bytes = Base64.getDecoder().decode(output.path("data").asText());
        Utf8Text text = texts.computeIfAbsent(output.path("stream").asText(), _ -> new Utf8Text());
        ObjectNode readable = members.deepCopy();
        readable.remove("data");
        write("output", readable.put("text", text.next(bytes)), cursor);
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
