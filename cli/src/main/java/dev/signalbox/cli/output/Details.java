package dev.signalbox.cli.output;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One thing as lines of label and value; what is not there has no line.
public final class Details {
    private final Map<String, String> lines = new LinkedHashMap<>();

    public Details add(String label, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            lines.put(label, Table.oneLine(value));
        }
        return this;
    }

    public void print(PrintStream out) {
        int width = lines.keySet().stream().mapToInt(String::length).max().orElse(0);
        lines.forEach((label, value) -> out.println(label + " ".repeat(width - label.length() + 2) + value));
    }
}
