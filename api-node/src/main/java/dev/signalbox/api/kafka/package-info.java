/// The ports of the core on Kafka.
@NullMarked
package dev.signalbox.api.kafka;

import org.jspecify.annotations.NullMarked;
