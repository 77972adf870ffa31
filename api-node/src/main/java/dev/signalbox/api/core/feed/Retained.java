package dev.signalbox.api.core.feed;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// From where on a session's output is known to be there.
///
/// @param fromSeq of a record
/// @param fromByte of the stream with which that record begins, null when it is not known
public record Retained(long fromSeq, @Nullable Long fromByte) {
    /// By the names of the native wire.
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("seq", fromSeq);
        if (fromByte != null) {
            facts.put("byte", fromByte);
        }
        return facts;
    }
}
