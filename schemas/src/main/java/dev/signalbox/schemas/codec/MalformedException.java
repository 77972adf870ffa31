package dev.signalbox.schemas.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import dev.signalbox.schemas.error.ErrorCode;
import dev.signalbox.schemas.error.InvalidFieldException;
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
        String where = e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
        if (e instanceof JsonMappingException && path != null && !path.isEmpty()) {
            return new MalformedException(path + " has the wrong type or value" + where, path);
        }
        return new MalformedException("not well-formed JSON" + where, null);
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(r -> r.getFieldName() != null ? r.getFieldName() : "[" + r.getIndex() + "]")
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }
}
