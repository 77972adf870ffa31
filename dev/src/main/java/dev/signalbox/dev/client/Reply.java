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
}
