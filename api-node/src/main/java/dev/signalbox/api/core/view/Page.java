package dev.signalbox.api.core.view;

import dev.signalbox.api.core.cursor.Cursor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a list.
///
/// @param next where the next part begins; null at the end
public record Page<S>(List<S> items, Cursor.@Nullable Page next) {
    public Page {
        items = List.copyOf(items);
    }

    /// @param limit at least 1
    /// @param after null: from the newest on
    public record Request(int limit, Cursor.@Nullable Page after) {}
}
