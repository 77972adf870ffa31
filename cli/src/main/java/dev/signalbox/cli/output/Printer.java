package dev.signalbox.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.signalbox.cli.console.OutputFormat;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;

/// Writes data to standard output in the format that was asked for. JSON is what the server sent.
///
/// @param aligned whether tables are for people
public record Printer(PrintStream out, OutputFormat format, boolean aligned, Times times) {

    /// One thing.
    public void one(JsonNode thing, Supplier<Details> details) {
        switch (format) {
            case table -> details.get().print(out);
            case json -> pretty(thing);
            case jsonl -> out.println(thing);
        }
        out.flush();
    }

    /// A page of things: `items` and, when there are more, `next`.
    public void page(JsonNode page, List<Column> columns) {
        switch (format) {
            case table -> Column.table(columns, page.path("items"), times).print(out, aligned);
            case json -> pretty(page);
            case jsonl -> page.path("items").forEach(out::println);
        }
        out.flush();
    }

    /// A change that was made: the id alone for people, the document for programs.
    public void made(String id, JsonNode thing) {
        switch (format) {
            case table -> out.println(id);
            case json -> pretty(thing);
            case jsonl -> out.println(thing);
        }
        out.flush();
    }

    private void pretty(JsonNode document) {
        DefaultIndenter indent = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter()
                .withArrayIndenter(indent)
                .withObjectIndenter(indent)
                .withSeparators(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        try {
            out.println(new JsonMapper().writer(printer).writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always writable", e);
        }
    }
}
