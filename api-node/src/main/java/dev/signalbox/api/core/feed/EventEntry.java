package dev.signalbox.api.core.feed;

import dev.signalbox.schemas.event.EventRecord;

/// An event with its bytes, which are passed on as they are.
@SuppressWarnings("ArrayRecordComponent") // bytes pass through; nobody compares or changes them
public record EventEntry(EventRecord record, byte[] json) {}
