package dev.signalbox.schemas.state;

/// Names one entity of a namespace.
public record EntityRef(EntityType type, String id) {
    @Override
    public String toString() {
        return type.wireName() + "/" + id;
    }
}
