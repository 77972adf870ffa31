package dev.signalbox.dev.client;

import com.fasterxml.jackson.databind.JsonNode;

/// One event of a stream.
///
/// @param cursor where the stream goes on behind this event; empty when it carries none
public record ServerEvent(String type, String cursor, JsonNode data) {}
