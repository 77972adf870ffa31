package dev.signalbox.cli.console;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.cli.console.CliException.Fault;
import java.io.PrintStream;

/// Tells of a failure on standard error: a sentence and a hint, or with JSON output one envelope.
public final class ErrorReport {
    private ErrorReport() {}

    public static void print(Fault fault, OutputFormat format, PrintStream err) {
        switch (format) {
            case table -> sentence(fault, err);
            case json, jsonl -> err.println(envelope(fault));
        }
    }

    private static void sentence(Fault fault, PrintStream err) {
        err.println("signalbox: " + fault.message());
        fault.candidates().forEach(candidate -> err.println("  " + candidate));
        if (fault.hint() != null) {
            err.println("  " + fault.hint());
        }
    }

    private static ObjectNode envelope(Fault fault) {
        ObjectNode envelope = new JsonMapper().createObjectNode();
        ObjectNode error = envelope.putObject("error");
        error.put("code", fault.code());
        error.put("message", fault.message());
        if (fault.field() != null) {
            error.put("field", fault.field());
        }
        if (fault.hint() != null) {
            error.put("hint", fault.hint());
        }
        if (fault.requestId() != null) {
            error.put("requestId", fault.requestId());
        }
        if (fault.oldest() != null) {
            error.put("oldest", fault.oldest());
        }
        if (!fault.candidates().isEmpty()) {
            fault.candidates().forEach(error.putArray("candidates")::add);
        }
        error.put("retryable", fault.retryable());
        return envelope;
    }
}
