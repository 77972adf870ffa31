/// How a processor runs, and who it is to Kafka.
@NullMarked
package dev.signalbox.processor.settings;

import org.jspecify.annotations.NullMarked;
