package dev.signalbox.host.provider.parse;

import dev.signalbox.schemas.output.Item;
import java.util.List;

/// Reads one provider's lines, in their order. An instance belongs to one session's standard output: it remembers, for
/// instance, which tool a call was for. It may begin at any line, and then knows less about what came before.
@FunctionalInterface
public interface LineParser {
    /// The items that a line means, often none. A line that is not known becomes an [Item.Raw]; no line makes it throw.
    ///
    /// @param line without its line break
    List<Item> parse(String line);
}
