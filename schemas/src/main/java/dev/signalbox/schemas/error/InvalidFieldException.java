package dev.signalbox.schemas.error;

/// A value that its record refuses. The message says what would be right and never repeats a value that may be secret.
public final class InvalidFieldException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String field;

    /// @param field the path of the field as the client wrote it, for instance `spec.labels`
    public InvalidFieldException(ErrorCode code, String field, String message) {
        super(message);
        this.code = code;
        this.field = field;
    }

    public ErrorCode code() {
        return code;
    }

    public String field() {
        return field;
    }
}
