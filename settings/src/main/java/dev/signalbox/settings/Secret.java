package dev.signalbox.settings;

/// A setting that is never printed: `toString` is the redacted form.
public record Secret(String value) {
    static final String REDACTED = "******";

    @Override
    public String toString() {
        return REDACTED;
    }
}
