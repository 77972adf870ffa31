package dev.signalbox.dev;

import dev.signalbox.settings.Setting;

/// What every service process has beside the settings of its service.
record ServiceLog(
        @Setting(value = "How the lines on standard error look.", byDefault = "text")
        Logging.Format logFormat) {}
