package dev.signalbox.cli.console;

/// How data is written: for people, as one JSON document, or as one JSON document a line.
public enum OutputFormat {
    table,
    json,
    jsonl
}
