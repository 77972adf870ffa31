package dev.signalbox.host.provider;

import dev.signalbox.schemas.error.ErrorCode;

/// A session cannot be started in the way that was asked for; the message says why.
public final class LaunchRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    LaunchRefusedException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }
}
