package dev.signalbox.settings;

/// Why something did not start, in one sentence.
public final class Reason {
    private Reason() {}

    /// What the innermost cause says that says anything: libraries hide it behind "failed to create a client".
    public static String of(Throwable failure) {
        String said = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            said = cause.getMessage() == null ? said : cause.getMessage();
        }
        return said == null ? failure.toString() : said;
    }
}
