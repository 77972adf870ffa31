package dev.signalbox.host;

import org.apache.kafka.common.config.ConfigException;

/// What a failure at the start means.
final class Failures {
    /// kafka-clients reports a name that does not resolve, at the boot of a laptop for instance, as a wrong setting.
    private static final String UNRESOLVED = "resolvable";

    private Failures() {}

    /// Whether nothing but other settings can help.
    static boolean lasting(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigException wrong) {
                return !String.valueOf(wrong.getMessage()).contains(UNRESOLVED);
            }
        }
        return false;
    }
}
