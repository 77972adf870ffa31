package dev.signalbox.dev;

import dev.signalbox.processor.settings.ProcessorSettings;
import dev.signalbox.settings.Inlined;

/// How `signalbox processor` runs.
record ProcessorProcess(
        @Inlined ProcessorSettings processor, @Inlined ServiceLog log) {}
