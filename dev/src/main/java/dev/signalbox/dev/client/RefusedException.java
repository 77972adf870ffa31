package dev.signalbox.dev.client;

import java.io.Serial;

/// A node refused, with a problem.
public final class RefusedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    RefusedException(String request, Reply reply) {
        super("%s: %d %s %s"
                .formatted(
                        request,
                        reply.status(),
                        reply.body().path("code").asText(""),
                        reply.body().path("detail").asText("")));
        this.status = reply.status();
        this.code = reply.body().path("code").asText("");
    }

    public int status() {
        return status;
    }

    /// The stable code of the problem; empty when the answer was none.
    public String code() {
        return code;
    }
}
