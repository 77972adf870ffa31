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

    /// The innermost cause says what is wrong.
    static String sentence(Exception failure) {
        String said = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            said = cause.getMessage() == null ? said : cause.getMessage();
        }
        return said == null ? failure.toString() : said;
    }
}
