package dev.signalbox.api.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Answers that no route gives: to requests that are none, which get a short answer and no stack trace in the log,
/// and to upgrades that are refused.
final class DirectAnswers implements DirectHandler {
    private DirectAnswers() {}

    static DirectHandlers all() {
        var handlers = DirectHandlers.builder();
        for (var type : EventType.values()) {
            handlers.addHandler(type, new DirectAnswers());
        }
        return handlers.build();
    }

    /// The answer to an upgrade. Its body travels as the message of the exception; its content type says that it is
    /// there.
    static RequestException of(Reply.Whole reply) {
        var builder = RequestException.builder()
                .type(EventType.OTHER)
                .status(Status.create(reply.status()))
                .setKeepAlive(false)
                .safeMessage(true)
                .message(new String(reply.body(), StandardCharsets.UTF_8));
        reply.headers().forEach((name, value) -> builder.header(HeaderValues.create(name, value)));
        if (!reply.contentType().isEmpty()) {
            builder.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, reply.contentType()));
        }
        return builder.build();
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType event,
            Status status,
            ServerResponseHeaders headers,
            @Nullable String message) {
        var response =
                TransportResponse.builder().status(status).headers(headers).keepAlive(false);
        if (message != null && headers.contains(HeaderNames.CONTENT_TYPE)) {
            response.entity(message.getBytes(StandardCharsets.UTF_8));
        }
        return response.build();
    }
}
