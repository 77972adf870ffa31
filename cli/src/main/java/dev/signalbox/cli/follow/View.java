package dev.signalbox.cli.follow;

import dev.signalbox.cli.console.Notices;
import dev.signalbox.cli.console.OutputFormat;
import dev.signalbox.schemas.spec.ProviderTraits;
import java.io.PrintStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How output is shown.
public enum View {
    /// Items for a provider whose headless output is structured, else bytes.
    auto,
    /// The bytes as the process wrote them.
    bytes,
    /// What the agent said and did, line by line.
    items;

    /// What to show of a session.
    public View of(String provider, boolean interactive) {
        Optional<ProviderTraits> traits = ProviderTraits.of(provider);
        return this != auto
                ? this
                : !interactive && traits.isPresent() && traits.get().structured() ? items : bytes;
    }

    /// Where to show it.
    ///
    /// @param stream `out`, `err` or null for both
    /// @param raw whether JSON carries the bytes themselves
    OutputSink sink(
            OutputFormat format,
            PrintStream out,
            Notices notices,
            @Nullable String stream,
            boolean thoughts,
            boolean raw) {
        return switch (format) {
            case json -> new JsonSink(out, false, raw);
            case jsonl -> new JsonSink(out, true, raw);
            case table ->
                this == items ? new ItemsSink(out, notices, thoughts) : new BytesSink(out, notices, stream != null);
        };
    }
}
