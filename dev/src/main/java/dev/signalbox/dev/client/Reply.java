package dev.signalbox.dev.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

/// What a node answered.
///
/// @param body the JSON of the answer; a missing node where it has none
public record Reply(int status, HttpHeaders headers, JsonNode body) {
    public boolean ok() {
        return status >= 200 && status < 300;
    }

    /// A member of the body that must be there.
    ///
    /// @throws IllegalStateException when it is not
    public String text(String member) {
        JsonNode value = body.path(member);
        if (!value.isValueNode()) {
            throw new IllegalStateException("the answer has no '%s': %s".formatted(member, body));
        }
        return value.asText();
    }
}
