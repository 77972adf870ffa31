package dev.signalbox.schemas.state;

/// The value of a record on `state`; a tombstone means that the entity is gone, and carries the number of the event
/// that did it in the header [#DELETED_BY]. Key: `namespace/type/id`.
///
/// @param n number of the namespace's event that made this version; a view that has read it has read all up to it
public record StateRecord(String namespace, long n, Entity entity) {
    /// Header of a tombstone: the number of the event that deleted the entity, 8 bytes, most significant first.
    public static final String DELETED_BY = "n";

    /// The key of an entity on `state`.
    public static String key(String namespace, EntityRef ref) {
        return namespace + "/" + ref;
    }

    public String key() {
        return key(namespace, entity.ref());
    }
}
