package dev.signalbox.e2e.system;

import dev.signalbox.dev.client.ApiClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What an API node counts.
public final class Metric {
    private Metric() {}

    /// @param name of a metric without tags
    public static double of(URI node, String name) {
        try (var client = new ApiClient(List.of(node), RunningSystem.shared().token());
                InputStream in = client.bytes("/v1/metrics")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + name + " in " + text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
