package dev.signalbox.schemas.state;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// The kinds of entity; the wire name stands in keys of `state`.
public enum EntityType {
    NAMESPACE,
    HOST,
    AGENT,
    SESSION,
    INPUT,
    TASK,
    OUTPUT_INDEX,
    DOCUMENT,
    REPOSITORY;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
