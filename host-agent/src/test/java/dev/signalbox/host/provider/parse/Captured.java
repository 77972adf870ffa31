package dev.signalbox.host.provider.parse;

import dev.signalbox.schemas.output.Item;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// What the real programs printed (Claude Code 2.1.328, Codex 0.169.0), kept as test resources.
final class Captured {
    private Captured() {}

    static byte[] bytes(String name) {
        try (var in = Captured.class.getResourceAsStream("/provider/" + name + ".jsonl")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Item> items(LineParser parser, String name) {
        var items = new ItemParser(parser, 0);
        return items.feed(bytes(name), 0).stream().map(ParsedItem::item).toList();
    }

    static <T extends Item> List<T> only(Class<T> type, List<Item> items) {
        return items.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
