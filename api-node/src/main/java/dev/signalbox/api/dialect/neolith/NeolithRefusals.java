package dev.signalbox.api.dialect.neolith;

import dev.signalbox.api.core.Refusal;
import dev.signalbox.api.http.Api;
import dev.signalbox.api.http.Reply;
import dev.signalbox.schemas.error.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How the dialect says no: `{error:{message,code,details?}}` in some routes, `{error,code}` in others,
/// `{error}` at an upgrade. The one place where codes become statuses.
final class NeolithRefusals implements Api.Refusals {
    /// A fact of refusals of an upgrade: its status.
    static final String UPGRADE = "neolith.upgrade";

    /// A fact: the refusal has the flat shape.
    static final String FLAT = "neolith.flat";

    /// A fact: the original's code, where it is not that of [#code].
    static final String CODE = "neolith.code";

    /// A fact: field → what is wrong with it, as `field: message` lines.
    static final String ERRORS = "neolith.errors";

    /// A fact: the instance that is registered.
    static final String INSTANCE = "existingInstanceId";

    private static final String API = "/api/daemon";

    private static final Map<ErrorCode, String> WORDS = Map.of(
            ErrorCode.INVALID_REQUEST, "VALIDATION_ERROR",
            ErrorCode.TOO_LARGE, "VALIDATION_ERROR",
            ErrorCode.CURSOR_INVALID, "VALIDATION_ERROR",
            ErrorCode.UNAUTHENTICATED, "UNAUTHORIZED",
            ErrorCode.INTERNAL, "INTERNAL_ERROR");

    private static final Map<ErrorCode, Integer> STATUSES = Map.ofEntries(
            Map.entry(ErrorCode.INVALID_REQUEST, 400),
            Map.entry(ErrorCode.CURSOR_INVALID, 400),
            Map.entry(ErrorCode.UNAUTHENTICATED, 401),
            Map.entry(ErrorCode.FORBIDDEN, 403),
            Map.entry(ErrorCode.SESSION_NOT_FOUND, 404),
            Map.entry(ErrorCode.NOT_FOUND, 404),
            Map.entry(ErrorCode.CURSOR_EXPIRED, 410),
            Map.entry(ErrorCode.TOO_LARGE, 413),
            Map.entry(ErrorCode.RATE_LIMITED, 429),
            Map.entry(ErrorCode.INTERNAL, 500),
            Map.entry(ErrorCode.UNAVAILABLE, 503));

    @Override
    public Reply.Whole render(Refusal refusal, String requestId) {
        if (refusal.more().get(UPGRADE) instanceof String status) {
            return Reply.json(Integer.parseInt(status), Map.of("error", refusal.message()));
        }
        String code = refusal.more().get(CODE) instanceof String own ? own : code(refusal.code());
        int status = status(refusal);
        if (refusal.more().containsKey(FLAT)) {
            Map<String, Object> flat = new LinkedHashMap<>();
            flat.put("error", refusal.message());
            flat.put("code", code);
            return retry(Reply.json(status, flat), status);
        }
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", refusal.message());
        error.put("code", code);
        Map<String, Object> details = details(refusal);
        if (!details.isEmpty()) {
            error.put("details", details);
        }
        return retry(Reply.json(status, Map.of("error", error)), status);
    }

    @Override
    public Reply.Whole unknownRoute(String method, String path, String requestId) {
        return path.equals(API) || path.startsWith(API + "/")
                ? render(Refusal.of(ErrorCode.NOT_FOUND, "there is no such path"), requestId)
                : Reply.text(404, "text/plain", "Not Found");
    }

    private static Reply.Whole retry(Reply.Whole reply, int status) {
        return status == 429 || status == 503 ? reply.header("Retry-After", "1") : reply;
    }

    private static Map<String, Object> details(Refusal refusal) {
        Map<String, Object> details = new LinkedHashMap<>();
        Object instance = refusal.more().get(INSTANCE);
        if (instance != null) {
            details.put(INSTANCE, instance);
        }
        String field = refusal.field();
        if (refusal.more().get(ERRORS) instanceof List<?> lines) {
            details.put("errors", errors(lines));
        } else if (field != null && refusal.code() == ErrorCode.INVALID_REQUEST) {
            details.put("errors", Map.of(field, List.of(refusal.message())));
        }
        return details;
    }

    private static Map<String, List<String>> errors(List<?> lines) {
        Map<String, List<String>> errors = new LinkedHashMap<>();
        for (Object line : lines) {
            String[] parts = String.valueOf(line).split(": ", 2);
            errors.computeIfAbsent(parts[0], _ -> new ArrayList<>()).add(parts[parts.length - 1]);
        }
        return errors;
    }

    /// The original's word, or ours where it has none of its own.
    private static String code(ErrorCode code) {
        return WORDS.getOrDefault(code, code.name());
    }

    /// What is not a client's fault in its form, its rights or its pace stands in the way of what it wants.
    static int status(Refusal refusal) {
        return STATUSES.getOrDefault(refusal.code(), 409);
    }
}
