package dev.signalbox.cli.verb;

import dev.signalbox.settings.ProductVersion;
import picocli.CommandLine.IVersionProvider;

/// What `--version` prints.
public final class Versions implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"signalbox " + ProductVersion.own()};
    }
}
