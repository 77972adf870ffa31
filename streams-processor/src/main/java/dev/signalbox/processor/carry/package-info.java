/// What a decision becomes: bytes whose sizes are known before anything is written. Pure, without Kafka.
@NullMarked
package dev.signalbox.processor.carry;

import org.jspecify.annotations.NullMarked;
