package dev.signalbox.schemas.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.error.InvalidFieldException;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Bytes that are not the JSON that was expected. The message is short and repeats nothing of the bytes.
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final @Nullable String field;
    private final ErrorCode code;

    MalformedException(String message, @Nullable String field) {
        this(ErrorCode.INVALID_REQUEST, message, field);
    }

    private MalformedException(ErrorCode code, String message, @Nullable String field) {
        super(message);
        this.code = code;
        this.field = field;
    }

    public @Nullable String field() {
        return field;
    }

    public ErrorCode code() {
        return code;
    }

    static MalformedException of(JsonProcessingException e) {
        InvalidFieldException refusal = Json.refusalIn(e);
        String path = e instanceof JsonMappingException mapping ? path(mapping) : null;
        if (refusal != null) {
            String field = path == null || path.isEmpty() ? refusal.field() : path + "." + refusal.field();
            return new MalformedException(refusal.code(), String.valueOf(refusal.getMessage()), field);
        }
        if (isBound(e)) {
            return new MalformedException(
                    "the JSON is too large: at most 64 levels, 1 MiB a string and 2 MiB in all", null);
        }
        String where = e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
        if (e instanceof InvalidTypeIdException && path != null) {
            String field = path.isEmpty() ? "type" : path + ".type";
            return new MalformedException(field + " is unknown or missing" + where, field);
        }
        if (path != null) {
            return path.isEmpty()
                    ? new MalformedException("the value has the wrong type" + where, null)
                    : new MalformedException(path + " has the wrong type or value" + where, path);
        }
        return new MalformedException("not well-formed JSON" + where, null);
    }

    private static boolean isBound(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof StreamConstraintsException) {
                return true;
            }
        }
        return false;
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(MalformedException::step)
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }

    /// The keys of maps are the writer's own words and are not repeated.
    private static String step(JsonMappingException.Reference step) {
        if (step.getFieldName() == null) {
            return "[" + step.getIndex() + "]";
        }
        return step.getFrom() instanceof Map ? "*" : step.getFieldName();
    }
}
