package dev.signalbox.processor.row;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The decider's tables as it reads them: rows by key, in the order of their keys.
public interface Tables {
    @Nullable
    Row get(String key);

    /// All rows whose key begins with the prefix, ascending. A snapshot is not promised: collect before you
    /// change.
    Iterable<Map.Entry<String, Row>> scan(String prefix);

    /// All leases, the one that is over first at first, so that asking which are over costs no more than those.
    Iterable<Row.Lease> leases();
}
