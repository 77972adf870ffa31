package dev.signalbox.cli.verb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/// The version of this program, as the build wrote it down.
public final class Versions implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"signalbox " + own()};
    }

    static String own() {
        try (InputStream in = Versions.class.getResourceAsStream("/signalbox-version")) {
            return in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
