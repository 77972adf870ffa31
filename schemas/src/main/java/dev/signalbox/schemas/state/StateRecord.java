package dev.signalbox.schemas.state;

/// The value of a record on `state`; a tombstone means that the entity is gone. Key: `namespace/type/id`.
///
/// @param n number of the namespace's event that made this version; a view that has read it has read all up to it
public record StateRecord(String namespace, long n, Entity entity) {
    /// The key of an entity on `state`.
    public static String key(String namespace, EntityRef ref) {
        return namespace + "/" + ref;
    }

    public String key() {
        return key(namespace, entity.ref());
    }
}
