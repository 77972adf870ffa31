package dev.signalbox.host.provider.parse;

import dev.signalbox.schemas.output.Item;

/// An item and where its line stands.
///
/// @param endByte offset in the stream of the byte after the line, its line break included
/// @param index how many items of the same line come before it
public record ParsedItem(Item item, long endByte, int index) {}
