package dev.signalbox.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.cli.console.CliException;
import dev.signalbox.cli.console.ExitCode;
import dev.signalbox.schemas.Ids;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The native API as a client uses it. Each change carries an idempotency key, so that it may be repeated on
/// another server; each question asks for at least what the change before it has done. Refusals are
/// [CliException]s.
public final class Api {
    private static final String CURSOR = "Signalbox-Cursor";
    private static final Set<String> ADDRESSED = Set.of("session", "task", "host", "agent");
    private static final Duration OUTCOME_LIMIT = Duration.ofSeconds(30);
    private static final Duration OUTCOME_PAUSE = Duration.ofMillis(200);

    private final Http http;
    private final Duration timeout;
    private final @Nullable String idempotencyKey;
    private int changes;
    private @Nullable String cursor;

    /// @param idempotencyKey of this invocation's changes; null: a new one each
    public Api(Http http, Duration timeout, @Nullable String idempotencyKey) {
        this.http = http;
        this.timeout = timeout;
        this.idempotencyKey = idempotencyKey;
    }

    public Http http() {
        return http;
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public JsonNode get(Route route) {
        return get(route, Duration.ZERO);
    }

    /// @param wait how long the server was asked to wait
    public JsonNode get(Route route, Duration wait) {
        return read(http.send(route.path(), timeout.plus(wait), true, request -> {
            if (cursor != null) {
                request.header("If-At-Least", cursor);
            }
            request.GET();
        }));
    }

    public JsonNode post(Route route, @Nullable JsonNode body) {
        return change("POST", route, body);
    }

    public JsonNode patch(Route route, JsonNode body) {
        return change("PATCH", route, body);
    }

    public JsonNode delete(Route route) {
        return change("DELETE", route, null);
    }

    /// A change that must not be sent twice: it goes to another server only if the first one cannot have got it.
    public JsonNode postOnce(Route route, @Nullable JsonNode body) {
        return read(http.send(route.path(), timeout, false, request -> describe(request, "POST", body)));
    }

    /// Opens a stream of events, behind `after` when it is given.
    public EventStream stream(Route route, @Nullable String after) {
        HttpResponse<InputStream> response = http.open(route.path(), timeout, request -> {
            request.header("Accept", "text/event-stream");
            if (after != null) {
                request.header("Last-Event-ID", after);
            }
        });
        if (response.statusCode() < 400) {
            return new EventStream(response.body());
        }
        try (InputStream body = response.body()) {
            throw problem(response, body.readNBytes(64 * 1024));
        } catch (IOException _) {
            throw problem(response, new byte[0]);
        }
    }

    public JsonNode parse(String json) {
        try {
            return JsonTrees.read(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw CliException.failed("NOT_SIGNALBOX", http.server() + " sent something that is not JSON", null);
        }
    }

    private JsonNode change(String method, Route route, @Nullable JsonNode body) {
        // Several changes of one invocation need keys of their own.
        String key = idempotencyKey == null
                ? Ids.COMMAND.mint()
                : changes == 0 ? idempotencyKey : idempotencyKey + "/" + changes;
        changes++;
        HttpResponse<byte[]> response = http.send(route.path(), timeout, true, request -> {
            request.header("Idempotency-Key", key);
            describe(request, method, body);
        });
        JsonNode answer = read(response);
        return response.statusCode() == 202 && answer.has("commandId") ? settled(answer) : answer;
    }

    private static void describe(HttpRequest.Builder request, String method, @Nullable JsonNode body) {
        BodyPublisher publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString());
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        request.method(method, publisher);
    }

    /// The command is in the log and its outcome was not known in time: waits for it, and gets what it is about.
    private JsonNode settled(JsonNode pending) {
        String commandId = Members.textOr(pending, "commandId", "");
        long deadline = System.nanoTime() + OUTCOME_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            JsonNode outcome = outcome(commandId);
            if (outcome.isObject()) {
                if (!outcome.path("accepted").asBoolean()) {
                    throw Problems.ofOutcome(outcome);
                }
                return subject(outcome);
            }
            try {
                Thread.sleep(OUTCOME_PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        throw CliException.pending(
                "command " + commandId + " is in the log, but its outcome is not known yet",
                "Ask again with the same --idempotency-key, or see GET /v1/commands/" + commandId);
    }

    /// What an outcome is about, as it is now; the outcome itself where that has no address of its own, or is gone.
    private JsonNode subject(JsonNode outcome) {
        String type = Members.text(outcome, "subject", "type");
        String id = Members.text(outcome, "subject", "id");
        if (type == null || id == null) {
            return outcome;
        }
        if (ADDRESSED.contains(type)) {
            try {
                return get(Route.of(type + "s", id));
            } catch (CliException e) {
                if (e.exitCode() != ExitCode.NOT_FOUND) {
                    throw e;
                }
            }
        }
        return object().put("id", id).set("outcome", outcome);
    }

    private JsonNode outcome(String commandId) {
        try {
            return get(Route.of("commands", commandId));
        } catch (CliException e) {
            if (e.fault().code().equals("COMMAND_NOT_FOUND") || e.fault().retryable()) {
                return MissingNode.getInstance();
            }
            throw e;
        }
    }

    private JsonNode read(HttpResponse<byte[]> response) {
        if (response.statusCode() >= 400) {
            throw problem(response, response.body());
        }
        response.headers().firstValue(CURSOR).ifPresent(seen -> cursor = seen);
        return response.body().length == 0 ? MissingNode.getInstance() : tree(response.body());
    }

    private JsonNode tree(byte[] body) {
        try {
            return JsonTrees.read(body);
        } catch (IOException e) {
            throw CliException.failed(
                    "NOT_SIGNALBOX", http.server() + " does not answer as a Signalbox API does", null);
        }
    }

    private CliException problem(HttpResponse<?> response, byte[] body) {
        JsonNode problem;
        try {
            problem = JsonTrees.read(body);
        } catch (IOException e) {
            problem = MissingNode.getInstance();
        }
        return Problems.of(
                response.statusCode(),
                problem,
                response.headers().firstValue("Signalbox-Request-Id").orElse(null));
    }
}
