package dev.signalbox.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The version of Signalbox that runs, as the build wrote it down: the one place where programs have it from. What a
/// contract or a protocol calls its own version (`openapi.yaml`, the dialects) is another matter.
public final class ProductVersion {
    private static final String OWN = read();

    private ProductVersion() {}

    /// For instance `0.1.0`, or `0.1.0-SNAPSHOT` of what is not released.
    public static String own() {
        return OWN;
    }

    private static String read() {
        try (InputStream in = ProductVersion.class.getResourceAsStream("/signalbox-version")) {
            if (in == null) {
                throw new IllegalStateException("the build left out signalbox-version");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
