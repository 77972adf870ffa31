package dev.signalbox.host.provider.parse;

import dev.signalbox.schemas.output.Item;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Cuts a session's byte stream into lines and has them parsed. Chunks may end anywhere, inside a character too.
///
/// Bytes that were fed already are skipped, so that a reader may begin again a little earlier; a gap is refused.
/// A line longer than [#MAX_LINE] is not parsed: it becomes one [Item.Raw] with its beginning.
public final class ItemParser {
    /// In bytes.
    public static final int MAX_LINE = 10 * 1024 * 1024;

    private static final Logger log = LoggerFactory.getLogger(ItemParser.class);

    private final LineParser parser;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long position;
    private boolean overlong;

    /// @param from offset of the first byte that will be fed, at the beginning of a line
    public ItemParser(LineParser parser, long from) {
        this.parser = parser;
        this.position = from;
    }

    /// The offset of the next byte that this parser wants.
    public long position() {
        return position;
    }

    /// The items of the lines that end in this chunk.
    ///
    /// @param from offset of the chunk's first byte, at most [#position()]
    public List<ParsedItem> feed(byte[] chunk, long from) {
        if (from > position) {
            throw new IllegalArgumentException("a gap before byte " + from + ": the parser stands at " + position);
        }
        var items = new ArrayList<ParsedItem>();
        int start = (int) Math.min(chunk.length, position - from);
        for (int i = start; i < chunk.length; i++) {
            if (chunk[i] == '\n') {
                keep(chunk, start, i);
                position = from + i + 1;
                take(items);
                start = i + 1;
            }
        }
        keep(chunk, start, chunk.length);
        position = Math.max(position, from + chunk.length);
        return items;
    }

    /// The items of a last line without a line break, when the stream is complete.
    public List<ParsedItem> finish() {
        var items = new ArrayList<ParsedItem>();
        take(items);
        return items;
    }

    private void keep(byte[] chunk, int start, int end) {
        int room = MAX_LINE - line.size();
        if (end - start > room) {
            overlong = true;
        }
        line.write(chunk, start, Math.min(end - start, room));
    }

    private void take(List<ParsedItem> items) {
        var text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (text.endsWith("\r")) {
            text = text.substring(0, text.length() - 1);
        }
        if (overlong) {
            overlong = false;
            items.add(new ParsedItem(new Item.Raw(Cut.raw(text)), position, 0));
        } else if (!text.isBlank()) {
            int index = 0;
            for (var item : parsed(text)) {
                items.add(new ParsedItem(item, position, index++));
            }
        }
    }

    /// A line that its parser cannot take is shown as it is: what comes behind it must come all the same.
    private List<Item> parsed(String text) {
        try {
            return parser.parse(text);
        } catch (RuntimeException e) {
            log.warn("a line could not be parsed: {}", e.toString());
            return List.of(new Item.Raw(Cut.raw(text)));
        }
    }
}
