package dev.signalbox.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.cli.api.Members;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// What a table shows of each thing of a page.
///
/// @param cell from the thing and the form in which times are shown; null is an empty cell
public record Column(String header, BiFunction<JsonNode, Times, @Nullable String> cell) {

    /// The text or number at a path of member names.
    public static Column of(String header, String... path) {
        return new Column(header, (thing, _) -> Members.text(thing, path));
    }

    /// The time at a path of member names.
    public static Column time(String header, String... path) {
        return new Column(header, (thing, times) -> times.show(Members.text(thing, path)));
    }

    static Table table(List<Column> columns, Iterable<JsonNode> things, Times times) {
        Table table = new Table(columns.stream().map(Column::header).toArray(String[]::new));
        for (JsonNode thing : things) {
            table.row(columns.stream()
                    .map(column -> column.cell().apply(thing, times))
                    .toArray(String[]::new));
        }
        return table;
    }
}
