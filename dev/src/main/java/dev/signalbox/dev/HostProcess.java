package dev.signalbox.dev;

import dev.signalbox.host.HostSettings;
import dev.signalbox.settings.Inlined;

/// How `signalbox host` runs.
record HostProcess(@Inlined HostSettings host, @Inlined ServiceLog log) {}
