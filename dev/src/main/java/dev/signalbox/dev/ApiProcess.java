package dev.signalbox.dev;

import dev.signalbox.api.ApiSettings;
import dev.signalbox.settings.Inlined;

/// How `signalbox api` runs.
record ApiProcess(@Inlined ApiSettings api, @Inlined ServiceLog log) {}
