package dev.signalbox.e2e.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/// One service's wire: reads what is asked from a request and writes an [Answer] in its own words.
interface ModelService {
    Answer answerTo(JsonNode request);

    /// `answer` is never [Answer.Failure] or [Answer.Silence]: those are the server's.
    void stream(JsonNode request, Answer answer, EventStream out) throws IOException, InterruptedException;

    JsonNode whole(JsonNode request, Answer answer);

    JsonNode failure(int status);
}
