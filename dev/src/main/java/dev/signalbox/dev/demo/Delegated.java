package dev.signalbox.dev.demo;

/// A task that was accepted, with the session of its first attempt and who follows it.
record Delegated(DemoTask task, String taskId, String sessionId, OutputWatch watch, Thread reader) {}
