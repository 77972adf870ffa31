/// The only code on Kafka Streams: verify, deduplicate, decide, publish, tick.
@NullMarked
package dev.signalbox.processor.topology;

import org.jspecify.annotations.NullMarked;
