/// From the bytes of a record to something that may be decided: pure, without Kafka.
@NullMarked
package dev.signalbox.processor.intake;

import org.jspecify.annotations.NullMarked;
