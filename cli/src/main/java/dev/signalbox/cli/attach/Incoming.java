package dev.signalbox.cli.attach;

import com.fasterxml.jackson.databind.JsonNode;

/// What can happen while attached.
sealed interface Incoming {
    /// Output came.
    record Output(Frame frame) implements Incoming {}

    /// The server said something.
    record Said(JsonNode message) implements Incoming {}

    /// The connection is gone.
    record Closed(int code, String reason) implements Incoming {}

    /// The person wants to leave, or there is no keyboard any more.
    record Detached() implements Incoming {}
}
