package dev.signalbox.schemas.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// Reads files that lie beside the classes.
final class Resources {
    private Resources() {}

    /// The bytes of a resource; fails, naming it, when there is none.
    static byte[] read(String path) {
        try (InputStream in = Resources.class.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new AssertionError("there is no " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
